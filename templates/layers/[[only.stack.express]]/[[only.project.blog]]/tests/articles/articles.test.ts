import { randomUUID } from "node:crypto";

import { expect, onTestFinished, test, vi } from "vitest";

import { newArticle, refused, signUp } from "../sign-in.ts";

const LENGTHS = { title: 255, description: 1000, body: 100_000 };
const BLANK = ["can't be blank"];

test("a new article is answered whole", async () => {
  const alice = await signUp("alice");
  const title = `Dragons, ${randomUUID()}!`;
  const fields = { title, description: "About", body: "They **fly** 🐉.\n" };
  const tagList = ["b", "A", "🐉", "é", "ﷺ", "a", "b"];
  const article = await alice.write({ ...fields, tagList });
  expect(article).toEqual({
    ...fields,
    slug: title.toLowerCase().replace(", ", "-").replace("!", ""),
    tagList: ["A", "a", "b", "é", "ﷺ", "🐉"],
    createdAt: article.createdAt,
    updatedAt: article.createdAt,
    favorited: false,
    favoritesCount: 0,
    author: { username: alice.name, bio: null, image: null, following: false },
  });
  expect(article.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(await alice.read(article.slug)).toEqual(article);
});

test.each(Object.entries(LENGTHS))(
  "%s is no blank and has at most %d characters",
  async (field, most) => {
    const alice = await signUp("alice");
    const longest = "🐉".repeat(most);
    const article = await alice.write({ [field]: longest });
    expect(article).toHaveProperty(field, longest);
    for (const value of [null, "", " \n ", "x".repeat(most + 1), 5]) {
      const change = { [field]: value };
      for (const request of [
        alice.post("/articles", { article: newArticle(change) }),
        alice.put(`/articles/${article.slug}`, { article: change }),
      ]) {
        const errors = await refused(request);
        expect(Object.keys(errors)).toEqual([field]);
        if (String(value ?? "").trim() === "") {
          expect(errors[field]).toEqual(BLANK);
        }
      }
    }
    expect(await alice.read(article.slug)).toEqual(article);
  },
);

test("absent tags stay and an empty list clears them", async () => {
  const alice = await signUp("alice");
  const { slug } = await alice.write({ tagList: ["one", "two"] });
  for (const [change, tagList] of [
    [{ body: "New" }, ["one", "two"]],
    [{ tagList: ["two", "three"] }, ["three", "two"]],
    [{ tagList: [] }, []],
  ] as const) {
    expect((await alice.change(slug, change)).tagList).toEqual(tagList);
  }
});

test("every change moves updatedAt and nothing else, though the clock stands still", async () => {
  vi.useFakeTimers({ now: Date.now(), toFake: ["Date"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const alice = await signUp("alice");
  const article = await alice.write();
  const seen = [article.updatedAt];
  for (const change of [{ body: "New" }, { body: "New" }, {}]) {
    const createdAt = "2000-01-01T00:00:00.000Z";
    const changed = await alice.change(article.slug, { ...change, createdAt });
    const { updatedAt } = changed;
    expect(changed).toEqual({ ...article, body: "New", updatedAt });
    seen.push(updatedAt);
  }
  expect(seen).toEqual([...new Set(seen)].sort());
});

test("a deleted article takes along what hangs on it", async () => {
  const alice = await signUp("alice");
  const bob = await signUp("bob");
  const title = `Gone ${randomUUID()}`;
  const tag = randomUUID();
  const { slug } = await alice.write({ title, tagList: [tag] });
  const path = `/articles/${slug}`;
  await bob.post(`${path}/favorite`).expect(200);
  await bob.post(`${path}/comments`, { comment: { body: "!" } }).expect(201);
  await alice.delete(path).expect(204);
  await alice.get(path).expect(404);
  await alice.delete(path).expect(404);
  expect((await alice.get("/tags")).body.tags).not.toContain(tag);

  const again = await bob.write({ title });
  expect(again).toMatchObject({ slug, favoritesCount: 0 });
  await bob.get(`${path}/comments`).expect(200, { comments: [] });
});

test("someone else's article is 403", async () => {
  const bob = await signUp("bob");
  const alice = await signUp("alice");
  const article = await alice.write();
  const path = `/articles/${article.slug}`;
  for (const request of [
    bob.put(path, { article: { tagList: null } }),
    bob.delete(path),
  ]) {
    expect(await refused(request, 403)).toEqual({ article: ["forbidden"] });
  }
  expect(await alice.read(article.slug)).toEqual(article);
});

test("tags are listed once and sorted", async () => {
  const alice = await signUp("alice");
  const mark = randomUUID();
  for (const tags of [
    ["b", "a"],
    ["B", "é", "a"],
  ]) {
    await alice.write({ tagList: tags.map((tag) => `${tag} ${mark}`) });
  }
  const { body } = await alice.get("/tags").expect(200);
  const found = (body.tags as string[]).filter((tag) => tag.endsWith(mark));
  expect(found.map((tag) => tag[0])).toEqual(["B", "a", "b", "é"]);
});
