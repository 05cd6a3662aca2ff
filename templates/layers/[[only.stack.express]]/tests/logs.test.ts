import { expect, test } from "vitest";

import { describe } from "../src/logs.ts";

const ROW = "alice@example.com";

test("what a database says of a row is not logged", () => {
  const duplicate = Object.assign(new Error(`Duplicate entry '${ROW}'`), {
    code: "ER_DUP_ENTRY",
    sqlState: "23000",
    sql: `insert into users values ('${ROW}')`,
  });
  const failure = new Error("A migration failed.", { cause: duplicate });
  const described = JSON.stringify([describe(duplicate), describe(failure)]);
  expect(described).not.toContain(ROW);
  expect(described).toContain("ER_DUP_ENTRY");
  expect(described).toContain("A migration failed.");
  expect(described).toContain("logs.test.ts");
});
