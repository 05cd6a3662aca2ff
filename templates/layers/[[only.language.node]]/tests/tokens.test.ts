import { SignJWT, UnsecuredJWT } from "jose";
import { expect, onTestFinished, test, vi } from "vitest";

import { AccessTokens } from "../src/tokens.ts";

const KEY = "k".repeat(64);
const ALICE = "0b7b0a4c-58a6-4d6c-8a0c-0f6a3c1c9a55";
const tokens = new AccessTokens(KEY);

function sign({ key = KEY, algorithm = "HS256", lives = "1m", sub = ALICE }) {
  return new SignJWT({ sub })
    .setProtectedHeader({ alg: algorithm })
    .setIssuedAt()
    .setExpirationTime(lives)
    .sign(new TextEncoder().encode(key));
}

test("a token names its user", async () => {
  expect(
    await tokens.read(await tokens.issue({ sub: ALICE }, 60)),
  ).toMatchObject({
    sub: ALICE,
  });
});

test("a token that was read before expires all the same", async () => {
  const token = await tokens.issue({ sub: ALICE }, 60);
  expect(await tokens.read(token)).toMatchObject({ sub: ALICE });
  vi.useFakeTimers({ now: Date.now() + 60_000, toFake: ["Date"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  expect(await tokens.read(token)).toBeUndefined();
});

const unsigned = new UnsecuredJWT({ sub: ALICE }).setIssuedAt();
const eternal = new SignJWT({ sub: ALICE })
  .setProtectedHeader({ alg: "HS256" })
  .setIssuedAt();

test.each([
  ["empty", ""],
  ["garbage", "a.b.c"],
  ["dots", "..."],
  ["of a foreign key", await sign({ key: "o".repeat(64) })],
  ["of another algorithm", await sign({ algorithm: "HS512" })],
  ["unsigned", unsigned.setExpirationTime("1m").encode()],
  ["expired", await sign({ lives: "-1s" })],
  ["eternal", await eternal.sign(new TextEncoder().encode(KEY))],
  ["changed", `${await tokens.issue({ sub: ALICE }, 60)}x`],
  ["nested", `${"W1tb".repeat(20_000)}.e30.e30`],
])("one that is %s names nobody", async (_name, token) => {
  expect(await tokens.read(token)).toBeUndefined();
});
