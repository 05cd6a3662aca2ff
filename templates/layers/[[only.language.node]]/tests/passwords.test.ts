import { expect, test } from "vitest";

import { Passwords } from "../src/passwords.ts";

const passwords = new Passwords(8);

test("a password matches its own hash only", async () => {
  const hashed = await passwords.hash("correct horse");
  expect(hashed).toMatch(/^\$argon2id\$/);
  expect(await passwords.match("correct horse", hashed)).toBe(true);
  expect(await passwords.match("wrong horse", hashed)).toBe(false);
});

test("nothing matches an account that is not there", async () => {
  const guess = "nobody has this password";
  expect(await passwords.match(guess, undefined)).toBe(false);
});
