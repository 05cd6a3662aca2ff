import { randomUUID } from "node:crypto";

import { expect, test } from "vitest";

import { api } from "../api.ts";
import { signUp } from "../sign-in.ts";

test("a profile shows nothing private", async () => {
  const alice = await signUp("alice");
  await alice.put("/user", { user: { bio: "Hello" } });
  const username = alice.name;
  await api.get(`/api/profiles/${username}`).expect(200, {
    profile: { username, bio: "Hello", image: null, following: false },
  });
});

test("a follow shows to the follower alone", async () => {
  const alice = await signUp("alice");
  const bob = await signUp("bob");
  const path = `/profiles/${bob.name}`;
  for (const follow of [true, true, false, false]) {
    const method = follow ? "post" : "delete";
    const { body } = await alice.ask(method, `${path}/follow`).expect(200);
    expect(body.profile.following).toBe(follow);
    expect((await alice.get(path)).body).toEqual(body);
    for (const other of [bob.get(path), bob.get(`/profiles/${alice.name}`)]) {
      expect((await other).body.profile.following).toBe(false);
    }
  }
});

test("any name can be looked up, as it is spelled", async () => {
  const alice = await signUp("alice");
  const username = `Zoë 🐉 50% #1 & ${randomUUID().slice(0, 8)}`;
  await alice.put("/user", { user: { username } }).expect(200);
  const path = `/profiles/${encodeURIComponent(username)}`;
  expect((await alice.get(path)).body.profile.username).toBe(username);
  await alice.get(path.replace("Zo", "zo")).expect(404);
});
