import { randomUUID } from "node:crypto";

import { expect, test } from "vitest";

import { api } from "../api.ts";
import {
  newUser,
  PASSWORD,
  Person,
  refused,
  signUp,
  type User,
} from "../sign-in.ts";

const BLANK = ["can't be blank"];
const TAKEN = ["has already been taken"];

function register(fields: object) {
  return api.post("/api/users").send({ user: newUser(fields) });
}

test("a new user is signed in", async () => {
  const user = newUser();
  const { body } = await api.post("/api/users").send({ user }).expect(201);
  const { username, email } = user;
  const { token } = body.user as User;
  expect(body.user).toEqual({ username, email, token, bio: null, image: null });
  const me = await new Person(api, body.user as User).get("/user").expect(200);
  expect(me.body.user).toMatchObject({ username, email });
});

const needed = ["username", "email", "password"];

test.each(needed)("%s cannot be blank", async (field) => {
  const alice = await signUp("alice");
  for (const blank of [null, "", " \n "]) {
    const change = { [field]: blank };
    for (const request of [
      register(change),
      alice.put("/user", { user: change }),
    ]) {
      expect(await refused(request)).toEqual({ [field]: BLANK });
    }
  }
});

test("a name and an address are given once", async () => {
  const alice = await signUp("alice");
  const bob = await signUp("bob");
  for (const [field, value] of [
    ["username", alice.name],
    ["email", alice.user.email.toUpperCase()],
  ] as const) {
    const change = { [field]: value };
    for (const request of [
      register(change),
      bob.put("/user", { user: { ...change, bio: "Lost" } }),
    ]) {
      expect(await refused(request, 409)).toEqual({ [field]: TAKEN });
    }
  }
  expect((await bob.get("/user")).body.user.bio).toBeNull();
});

test("what is left out stays and the empty becomes null", async () => {
  const alice = await signUp("alice");
  const image = "https://images.example/a.png";
  await alice.put("/user", { user: { bio: "A bio", image } }).expect(200);
  const change = { image: "", isAdmin: true };
  const { body } = await alice.put("/user", { user: change }).expect(200);
  const { token } = body.user as User;
  expect(body.user).toEqual({ ...alice.user, bio: "A bio", token });
  const cleared = await alice.put("/user", { user: { bio: null } });
  expect(cleared.body.user.bio).toBeNull();
  await alice.put("/user", { user: {} }).expect(200);
});

test("a token outlives a change of name", async () => {
  const alice = await signUp("alice");
  const username = randomUUID();
  const email = `${username}@example.com`;
  await alice.put("/user", { user: { username, email } }).expect(200);
  const { body } = await alice.get("/user").expect(200);
  expect(body.user).toMatchObject({ username, email });
  await alice.get(`/profiles/${alice.name}`).expect(404);
});

test("a new password replaces the old one", async () => {
  const alice = await signUp("alice");
  const { email } = alice.user;
  await alice.put("/user", { user: { password: "another password" } });
  for (const [password, status] of [
    ["another password", 200],
    [PASSWORD, 401],
  ] as const) {
    const credentials = { user: { email, password } };
    await api.post("/api/users/login").send(credentials).expect(status);
  }
});

test("a new password ends every token made before it", async () => {
  const alice = await signUp("alice");
  const user = { password: "another password" };
  const answer = await alice.put("/user", { user }).expect(200);
  await alice.get("/user").expect(401);
  await new Person(api, answer.body.user as User).get("/user").expect(200);
});
