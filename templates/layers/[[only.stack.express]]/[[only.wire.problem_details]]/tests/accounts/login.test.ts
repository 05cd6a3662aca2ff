import { randomUUID } from "node:crypto";

import { expect, test } from "vitest";

import { api, start, type Api } from "../api.ts";
import { PASSWORD, signUp } from "../sign-in.ts";

function login(at: Api, email: string, password = PASSWORD, forwarded = "") {
  return at
    .post("/api/v1/auth/login")
    .set("X-Forwarded-For", forwarded)
    .send({ email, password });
}

function stranger(): string {
  return `${randomUUID()}@example.com`;
}

test("the right password signs in whatever the case of the address", async () => {
  const { user } = (await signUp("Alice")).session;
  const answer = await login(api, user.email.toUpperCase()).expect(200);
  expect(answer.body.user).toEqual(user);
});

test("behind a trusted proxy the address it reports counts", async () => {
  const fresh = start({ TRUSTED_PROXIES: ["127.0.0.0/8", "::1"] });
  for (let number = 0; number < 10; number += 1) {
    const chain = "203.0.113.9, 198.51.100.1";
    await login(fresh, stranger(), PASSWORD, chain).expect(401);
  }
  await login(fresh, stranger(), PASSWORD, "198.51.100.1").expect(429);
  await login(fresh, stranger(), PASSWORD, "198.51.100.2").expect(401);
});
