import { expect, test } from "vitest";

import { signUp } from "../sign-in.ts";

test("the caller sees and renames themselves", async () => {
  const alice = await signUp("Alice");
  await alice.patch("/me", { name: "Alice the Great" }).expect(200);
  await alice.patch("/me", {}).expect(200);
  const me = await alice.get("/me");
  expect(me.body).toEqual({ ...alice.session.user, name: "Alice the Great" });
});
