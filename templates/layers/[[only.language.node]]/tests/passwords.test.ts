import { expect, test } from "vitest";

import { hashPassword, verifyPassword } from "../src/passwords.ts";

test("a password matches its own hash only", async () => {
  const hashed = await hashPassword("correct horse");
  expect(hashed).toMatch(/^\$argon2id\$/);
  expect(await verifyPassword("correct horse", hashed)).toBe(true);
  expect(await verifyPassword("wrong horse", hashed)).toBe(false);
});

test("nothing matches an account that is not there", async () => {
  const guess = "nobody has this password";
  expect(await verifyPassword(guess, undefined)).toBe(false);
});
