/** The number of queries is bounded, however much data there is. */

import { beforeAll, expect, test } from "vitest";

import { signUp, type Person } from "./sign-in.ts";
import { planOf, startNoting } from "./statements.ts";

const { api, seen } = startNoting();

let alice: Person;
let bob: Person;
let slug: string;

beforeAll(async () => {
  alice = await signUp("alice", api);
  bob = await signUp("bob", api);
  await alice.post(`/profiles/${bob.name}/follow`).expect(200);
  slug = (await bob.write()).slug;
  await fill(1);
});

/** Alice likes all that Bob writes, who discusses his first article with himself. */
async function fill(articles: number): Promise<void> {
  for (let number = 0; number < articles; number += 1) {
    const tagList = ["all", String(number % 5)];
    const article = await bob.write({ tagList });
    await alice.post(`/articles/${article.slug}/favorite`).expect(200);
    const comment = { body: "More" };
    await bob.post(`/articles/${slug}/comments`, { comment }).expect(201);
  }
}

async function statementsFor(path: string) {
  seen.length = 0;
  const spelled = path
    .replace(":alice", alice.name)
    .replace(":bob", bob.name)
    .replace(":slug", slug);
  await alice.get(spelled).expect(200);
  return [...seen];
}

// One for the caller, one for the articles, one for all their tags, one for the count.
const LISTS: [path: string, statements: number][] = [
  ["/articles?limit=100", 4],
  ["/articles?limit=100&tag=all", 4],
  ["/articles?limit=100&author=:bob", 4],
  ["/articles?limit=100&favorited=:alice", 4],
  ["/articles?limit=100&tag=all&author=:bob&favorited=:alice", 4],
  ["/articles/feed?limit=100", 4],
  ["/articles/:slug", 4],
  ["/articles/:slug/comments", 3],
  ["/profiles/:bob", 2],
  ["/tags", 1],
];

test.each(LISTS)(
  "%s takes %d statements, for many rows as for few",
  async (path, statements) => {
    expect(await statementsFor(path)).toHaveLength(statements);
    await fill(7);
    expect(await statementsFor(path)).toHaveLength(statements);
  },
);

// Without a filter there is nothing to enter by: the newest are read off the end of the table, and all the tags.
const FILTERED = LISTS.slice(1, -1);

test.each(FILTERED)("%s enters by an index", async (path) => {
  for (const statement of await statementsFor(path)) {
    const { scans } = await planOf(statement);
    expect(scans, statement.sql).toBe(false);
  }
});

test.each(["", "&tag=all", "&author=:bob", "&favorited=:alice"])(
  "a page of /articles?%s is read in order",
  async (query) => {
    for (const statement of await statementsFor(
      `/articles?limit=100${query}`,
    )) {
      const { sorts } = await planOf(statement);
      // The rows of the page are sorted again, at most a hundred.
      expect(sorts, statement.sql).toBeLessThanOrEqual(1);
    }
  },
);
