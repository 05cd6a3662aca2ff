import { expect, test } from "vitest";

import { addDemo, EMAIL, PASSWORD } from "../src/demo.ts";
import { api, services } from "./api.ts";
import { Person, type Article, type User } from "./sign-in.ts";

test("the demo account has a feed and is made once", async () => {
  await addDemo(services.database);
  await addDemo(services.database);
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
