import { expect, test } from "vitest";

import { nextId } from "../src/ordered-ids.ts";

test("ids are UUIDs of version 7 and sort as they were made", () => {
  const made = Array.from({ length: 1000 }, () => nextId());
  expect([...made].sort()).toEqual(made);
  expect(new Set(made).size).toBe(1000);
  for (const id of made) {
    expect(id).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}(-[0-9a-f]{4,}){2}$/,
    );
  }
});

test("an id follows the one it is told, whatever the clock says", () => {
  const ahead = "ffffffff-ffff-7fff-bfff-00000000ffff";
  expect(nextId(ahead)).toBe("ffffffff-ffff-7fff-bfff-000000010000");
});
