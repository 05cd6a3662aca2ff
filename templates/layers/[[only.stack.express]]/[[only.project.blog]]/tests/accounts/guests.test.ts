import { afterEach, expect, test, vi } from "vitest";

import { start } from "../api.ts";
import { Person, signUp, type Article, type User } from "../sign-in.ts";

const HOUR = 60 * 60 * 1000;
const api = start({ DEMO: true });

afterEach(() => {
  vi.useRealTimers();
});

async function comeBy(hours = 0): Promise<Person> {
  vi.useFakeTimers({ now: Date.now() + hours * HOUR, toFake: ["Date"] });
  const answer = await api.post("/api/users/guest").expect(201);
  vi.useRealTimers();
  return new Person(api, answer.body.user as User);
}

test("a guest is gone a day later with what they wrote", async () => {
  const [alice, old] = [await signUp("alice", api), await comeBy()];
  const listed = await old.get(`/articles?author=${old.name}`);
  const [{ slug }] = listed.body.articles as [Article];
  await alice.post(`/articles/${slug}/favorite`).expect(200);

  await comeBy(23);
  await old.get("/user").expect(200);
  await comeBy(25);

  await old.get("/user").expect(401);
  await alice.get(`/articles/${slug}`).expect(404);
  await alice.get("/user").expect(200);
});

test("there are no guests unless asked for", async () => {
  const answer = await start().post("/api/users/guest");
  expect(answer.status).toBe(404);
});
