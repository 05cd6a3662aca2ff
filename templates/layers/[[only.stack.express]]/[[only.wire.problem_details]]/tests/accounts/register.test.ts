import { randomUUID } from "node:crypto";

import { expect, test } from "vitest";

import { api } from "../api.ts";
import { PASSWORD, Person, signUp, type Session } from "../sign-in.ts";

function register(changes: object = {}) {
  const email = `${randomUUID()}@example.com`;
  return api
    .post("/api/v1/auth/register")
    .send({ email, password: PASSWORD, name: "Alice", ...changes });
}

test("a new account is signed in", async () => {
  const email = `${randomUUID()}@Example.com`;
  const answer = await register({ email, name: "Alice 👩" }).expect(201);
  const session = answer.body as Session;
  expect(session).toMatchObject({
    user: { email, name: "Alice 👩" },
    token_type: "Bearer",
    expires_in: 900,
  });
  const me = await new Person(api, session).get("/me");
  expect(me.body).toEqual(session.user);
});

test("an address is taken once whatever its case", async () => {
  const alice = await signUp("Alice");
  await register({ email: alice.session.user.email.toUpperCase() }).expect(409);
});

test("of many who register one address at once one wins", async () => {
  const email = `${randomUUID()}@example.com`;
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => register({ email })),
  );
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([201, ...Array<number>(7).fill(409)]);
});
