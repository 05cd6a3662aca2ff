import { randomUUID } from "node:crypto";

import { expect, test } from "vitest";

import { api } from "../api.ts";
import { signUp, type Article } from "../sign-in.ts";

const EMPTY = { articles: [], articlesCount: 0 };

test("a listed article is the article without its body", async () => {
  const alice = await signUp("alice");
  const { body, ...article } = await alice.write({ tagList: ["b", "a"] });
  expect(body).toBeTruthy();
  await alice
    .get(`/articles?author=${alice.name}`)
    .expect(200, { articles: [article], articlesCount: 1 });
});

test("articles come newest first in pages of twenty", async () => {
  const alice = await signUp("alice");
  const newestFirst: string[] = [];
  while (newestFirst.length < 21) {
    newestFirst.unshift((await alice.write()).slug);
  }
  const mine = `/articles?author=${alice.name}`;
  expect(await alice.slugs(mine)).toEqual(newestFirst.slice(0, 20));
  expect(await alice.slugs(`${mine}&limit=100`)).toEqual(newestFirst);
  const last = await alice.slugs(`${mine}&limit=5&offset=18`);
  expect(last).toEqual(newestFirst.slice(18));
  await alice
    .get(`${mine}&offset=${String(2 ** 31 - 1)}`)
    .expect(200, { articles: [], articlesCount: 21 });
});

test("a filter finds exactly what it names", async () => {
  const alice = await signUp("alice");
  const bob = await signUp("bob");
  const tag = randomUUID();
  const first = (await alice.write({ tagList: [tag, "x"] })).slug;
  const second = (await bob.write({ tagList: [tag] })).slug;
  await alice.write({ tagList: [tag.toUpperCase(), `${tag}s`] });
  for (const slug of [second, first]) {
    await bob.post(`/articles/${slug}/favorite`).expect(200);
  }
  for (const [query, slugs] of [
    [`tag=${tag}`, [second, first]],
    [`tag=${tag}&author=${alice.name}`, [first]],
    [`favorited=${bob.name}`, [second, first]],
    [`favorited=${alice.name}`, []],
    [`favorited=${bob.name}&author=${bob.name}&tag=${tag}`, [second]],
    ["tag=%25", []],
    ["author=nobody at all", []],
  ] as const) {
    const { body } = await alice.get(`/articles?${query}`).expect(200);
    const found = (body.articles as Article[]).map(({ slug }) => slug);
    expect(found, query).toEqual(slugs);
    expect(body.articlesCount).toBe(slugs.length);
  }
});

test("the feed has what followed users wrote", async () => {
  const alice = await signUp("alice");
  const bob = await signUp("bob");
  const carol = await signUp("carol");
  await alice.get("/articles/feed").expect(200, EMPTY);
  await alice.write();
  const slugs: string[] = [];
  for (const author of [bob, carol, bob]) {
    slugs.unshift((await author.write()).slug);
    await alice.post(`/profiles/${author.name}/follow`).expect(200);
  }
  expect(await alice.slugs("/articles/feed")).toEqual(slugs);
  const middle = await alice.slugs("/articles/feed?limit=1&offset=1");
  expect(middle).toEqual([slugs[1]]);
  const { body } = await alice.get("/articles/feed?limit=1");
  expect(body.articlesCount).toBe(3);
  await bob.get("/articles/feed").expect(200, EMPTY);
  await alice.delete(`/profiles/${bob.name}/follow`).expect(200);
  expect(await alice.slugs("/articles/feed")).toEqual([slugs[1]]);
});

test("everybody sees what they like and follow", async () => {
  const alice = await signUp("alice");
  const bob = await signUp("bob");
  const { slug } = await bob.write();
  await alice.post(`/profiles/${bob.name}/follow`).expect(200);
  await alice.post(`/articles/${slug}/favorite`).expect(200);
  const path = `/articles?author=${bob.name}`;
  for (const [request, mine] of [
    [alice.get(path), true],
    [bob.get(path), false],
    [api.get(`/api${path}`), false],
  ] as const) {
    const [article] = (await request).body.articles as Article[];
    expect(article).toMatchObject({ favorited: mine, favoritesCount: 1 });
    expect(article?.author.following).toBe(mine);
  }
});
