import { expect, test } from "vitest";

import { refused, signUp, type Person } from "../sign-in.ts";

interface Comment {
  id: number;
  createdAt: string;
  author: { following: boolean };
}

const MISSING = { comment: ["not found"] };

async function startDiscussion(author: Person): Promise<string> {
  return `/articles/${(await author.write()).slug}/comments`;
}

async function say(person: Person, path: string): Promise<Comment> {
  const comment = { body: "Hi 🐉", id: 1 };
  const { body } = await person.post(path, { comment }).expect(201);
  return body.comment as Comment;
}

test("comments come newest first", async () => {
  const alice = await signUp("alice");
  const bob = await signUp("bob");
  const path = await startDiscussion(alice);
  const first = await say(alice, path);
  const second = await say(bob, path);
  expect(second).toEqual({
    id: second.id,
    createdAt: second.createdAt,
    updatedAt: second.createdAt,
    body: "Hi 🐉",
    author: { username: bob.name, bio: null, image: null, following: false },
  });
  await alice.get(path).expect(200, { comments: [second, first] });

  await alice.post(`/profiles/${bob.name}/follow`).expect(200);
  const { body } = await alice.get(path);
  const followed = (body.comments as Comment[]).map((c) => c.author.following);
  expect(followed).toEqual([true, false]);
});

test.each([[null], [""], [" "], [5], ["x".repeat(10_001)]])(
  "a comment cannot be %j",
  async (body) => {
    const alice = await signUp("alice");
    const path = await startDiscussion(alice);
    const errors = await refused(alice.post(path, { comment: { body } }));
    expect(Object.keys(errors)).toEqual(["body"]);
  },
);

test("only its author deletes a comment", async () => {
  const alice = await signUp("alice");
  const bob = await signUp("bob");
  const discussion = await startDiscussion(alice);
  const path = `${discussion}/${String((await say(bob, discussion)).id)}`;
  const errors = await refused(alice.delete(path), 403);
  expect(errors).toEqual({ comment: ["forbidden"] });
  await bob.delete(path).expect(204);
  expect(await refused(bob.delete(path), 404)).toEqual(MISSING);
});

test.each(["0", "-1", "first", "1.5", "9".repeat(30), "%D9%A1"])(
  "%s is no id of a comment",
  async (id) => {
    const alice = await signUp("alice");
    const path = await startDiscussion(alice);
    const errors = await refused(alice.delete(`${path}/${id}`), 404);
    expect(errors).toEqual(MISSING);
  },
);

test("an article is looked up before its comment", async () => {
  const alice = await signUp("alice");
  const discussion = await startDiscussion(alice);
  const other = await startDiscussion(alice);
  const { id } = await say(alice, discussion);
  for (const [path, errors] of [
    [other, MISSING],
    ["/articles/none/comments", { article: ["not found"] }],
  ] as const) {
    const request = alice.delete(`${path}/${String(id)}`);
    expect(await refused(request, 404)).toEqual(errors);
  }
});
