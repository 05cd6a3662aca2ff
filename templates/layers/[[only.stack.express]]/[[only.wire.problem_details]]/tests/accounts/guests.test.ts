import { afterEach, expect, test, vi } from "vitest";

import { start } from "../api.ts";
import { Person, signUp, type Session } from "../sign-in.ts";

const HOUR = 60 * 60 * 1000;
const api = start({ DEMO: true });

afterEach(() => {
  vi.useRealTimers();
});

async function comeBy(hours = 0): Promise<Person> {
  vi.useFakeTimers({ now: Date.now() + hours * HOUR, toFake: ["Date"] });
  const answer = await api.post("/api/v1/auth/guest").expect(201);
  vi.useRealTimers();
  return new Person(api, answer.body as Session);
}

test("a guest is gone a day later", async () => {
  const [alice, old] = [await signUp("Alice", api), await comeBy()];
  await comeBy(23);
  await old.get("/me").expect(200);
  await comeBy(25);

  await old.get("/me").expect(401);
  const { refresh_token } = old.session;
  await api.post("/api/v1/auth/refresh").send({ refresh_token }).expect(401);
  await alice.get("/me").expect(200);
});

test("there are no guests unless asked for", async () => {
  const answer = await start().post("/api/v1/auth/guest");
  expect(answer.status).toBe(404);
});
