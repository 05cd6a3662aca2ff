import { expect, test } from "vitest";

import { signUp, statusesOf } from "../sign-in.ts";

test("a favourite counts once per user", async () => {
  const alice = await signUp("alice");
  const bob = await signUp("bob");
  const article = await alice.write({ tagList: ["one"] });
  const path = `/articles/${article.slug}/favorite`;
  for (const [person, favoritesCount] of [
    [alice, 1],
    [alice, 1],
    [bob, 2],
  ] as const) {
    await person.post(path).expect(200, {
      article: { ...article, favorited: true, favoritesCount },
    });
  }
  for (const favoritesCount of [1, 1]) {
    await alice.delete(path).expect(200, {
      article: { ...article, favorited: false, favoritesCount },
    });
  }
  expect((await bob.read(article.slug)).favorited).toBe(true);
});

test("an article deleted meanwhile is not found", async () => {
  const alice = await signUp("alice");
  const bob = await signUp("bob");
  const path = `/articles/${(await alice.write()).slug}`;
  const change = { body: "New", tagList: ["new"] };
  const [deleted, ...others] = await statusesOf([
    alice.delete(path),
    bob.post(`${path}/favorite`),
    bob.post(`${path}/comments`, { comment: { body: "Wait" } }),
    alice.put(path, { article: change }),
  ]);
  expect(deleted).toBe(204);
  for (const status of others) {
    expect([200, 201, 404]).toContain(status);
  }
});
