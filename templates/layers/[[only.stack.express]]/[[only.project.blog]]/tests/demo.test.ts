import { spawnSync } from "node:child_process";

import { expect, test } from "vitest";

import { findUser } from "../src/accounts/queries.ts";
import { addDemo, EMAIL, PASSWORD } from "../src/demo.ts";
import { api, services } from "./api.ts";
import { Person, type Article, type User } from "./sign-in.ts";

/** `make seed`: its exit code and what it prints. */
function seed() {
  const { status, stdout, stderr } = spawnSync("node", ["src/seed.ts"], {
    encoding: "utf8",
    env: { ...process.env, NODE_NO_WARNINGS: "1" },
  });
  return { status, printed: stdout + stderr };
}

async function rename(from: string, to: string): Promise<void> {
  const email = `${to}@example.com`;
  await services.database
    .updateTable("users")
    .set({ email, email_key: email, username: to, username_key: to })
    .where("email", "=", `${from}@example.com`)
    .execute();
}

test("the demo account has a feed and is made once", async () => {
  await addDemo(services);
  await addDemo(services);
  const credentials = { user: { email: EMAIL, password: PASSWORD } };
  const { body } = await api.post("/api/users/login").send(credentials);
  const demo = new Person(api, body.user as User);
  const feed = (await demo.get("/articles/feed")).body.articles as Article[];
  expect(feed).toHaveLength(3);
  for (const { slug, favorited } of feed) {
    expect(favorited).toBe(true);
    const { body } = await demo.get(`/articles/${slug}/comments`);
    expect(body.comments).toHaveLength(1);
  }
});

test("seeding says what is taken when the account is somebody else's", async () => {
  await addDemo(services);
  const { database, passwords } = services;
  const setPassword = async (password: string) =>
    database
      .updateTable("users")
      .set({ password_hash: await passwords.hash(password) })
      .where("email", "=", EMAIL)
      .execute();
  await setPassword("one of their own");

  const { status, printed } = seed();
  await setPassword(PASSWORD);
  expect(status).toBe(1);
  expect(printed).toMatch(/^Nothing was added, [^\n]+example\.com[^\n]*\n$/);
  expect(seed().status).toBe(0);
});

test("seeding says what is taken when a username is somebody else's", async () => {
  await addDemo(services);
  const setEmail = (from: string, to: string) =>
    services.database
      .updateTable("users")
      .set({ email: to, email_key: to })
      .where("email", "=", from)
      .execute();
  await setEmail(EMAIL, "other-demo@example.com");

  const { status, printed } = seed();
  expect(await findUser(services.database, EMAIL)).toBeUndefined();
  await setEmail("other-demo@example.com", EMAIL);
  expect(status).toBe(1);
  expect(printed).toMatch(/^Nothing was added, [^\n]+ demo, [^\n]+\n$/);
});

test("seeding says that an article is taken, and adds nothing", async () => {
  await addDemo(services);
  for (const name of ["demo", "grace"]) {
    await rename(name, `other-${name}`);
  }

  const { status, printed } = seed();
  expect(await findUser(services.database, EMAIL)).toBeUndefined();
  for (const name of ["demo", "grace"]) {
    await rename(`other-${name}`, name);
  }
  expect(status).toBe(1);
  expect(printed).toMatch(
    /^Nothing was added, [^\n]+how-to-train-your-dragon[^\n]*\n$/,
  );
});
