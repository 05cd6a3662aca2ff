import { decodeJwt } from "jose";
import { expect, test } from "vitest";

import { api, start, type Api } from "../api.ts";
import { PASSWORD, signUp, times } from "../sign-in.ts";

function login(at: Api, email: unknown, password: unknown = PASSWORD) {
  return at.post("/api/users/login").send({ user: { email, password } });
}

test("the right password signs in, whatever the case of the address", async () => {
  const { user } = await signUp("alice");
  const { body } = await login(api, user.email.toUpperCase()).expect(200);
  expect(body.user).toEqual({ ...user, token: body.user.token as string });
});

test("ten failures lock the account for a while", async () => {
  const own = start();
  const { email } = (await signUp("alice", own)).user;
  await Promise.all(
    times(10, () => login(own, email, "wrong password").expect(401)),
  );
  const answer = await login(own, email).expect(429);
  expect(Object.keys(answer.body.errors as object)).toEqual(["credentials"]);
  const wait = Number(answer.headers["retry-after"]);
  expect(wait).toBeGreaterThanOrEqual(1);
  expect(wait).toBeLessThanOrEqual(60);
});

test("a token lasts a day", async () => {
  const { user } = await signUp("alice");
  const { iat = 0, exp = 0 } = decodeJwt(user.token);
  expect(exp - iat).toBe(24 * 60 * 60);
});
