import { randomUUID } from "node:crypto";

import { expect, test } from "vitest";

import { slugify } from "../../src/articles/slugs.ts";
import { newArticle, signUp, times, type Article } from "../sign-in.ts";

test.each([
  ["How to Train Your Dragon", "how-to-train-your-dragon"],
  ["  Spaces,   commas & such!  ", "spaces-commas-such"],
  ["Crème brûlée №½", "creme-brulee-no12"],
  ["日本語 🐉", ""],
  ["x".repeat(255), "x".repeat(200)],
  ["w ".repeat(127), "w-".repeat(100).slice(0, -1)],
])("the slug of %s", (title, slug) => {
  expect(slugify(title)).toBe(slug);
});

test.each(["Feed", "🐉", "!!!"])(
  "a title that gives no slug gets a random one: %s",
  async (title) => {
    const alice = await signUp("alice");
    const first = await alice.write({ title });
    const second = await alice.write({ title });
    expect(first.slug).not.toBe(second.slug);
    expect(await alice.read(first.slug)).toEqual(first);
  },
);

test("the slug changes with the title alone", async () => {
  const alice = await signUp("alice");
  const first = await alice.write();
  const { slug, title } = await alice.write();
  const same = await alice.change(slug, { title, body: "New" });
  expect(same.slug).toBe(slug);

  const taken = await alice.change(slug, { title: first.title });
  expect(taken.slug.startsWith(`${first.slug}-`)).toBe(true);
  expect(await alice.read(taken.slug)).toEqual(taken);
  await alice.get(`/articles/${slug}`).expect(404);
  expect(await alice.read(first.slug)).toEqual(first);
});

test("equal titles at once get different slugs", async () => {
  const alice = await signUp("alice");
  const tag = randomUUID();
  const article = newArticle({ tagList: [tag] });
  const answers = await Promise.all(
    times(8, () => alice.post("/articles", { article }).expect(201)),
  );
  const slugs = answers.map(({ body }) => (body.article as Article).slug);
  expect(new Set(slugs).size).toBe(8);
  expect((await alice.slugs(`/articles?tag=${tag}`)).sort()).toEqual(
    slugs.sort(),
  );
});
