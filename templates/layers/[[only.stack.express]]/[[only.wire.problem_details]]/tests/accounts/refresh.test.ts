import { afterEach, expect, test, vi } from "vitest";

import { api } from "../api.ts";
import { Person, signUp, type Session } from "../sign-in.ts";

const DAY = 24 * 60 * 60 * 1000;

afterEach(() => {
  vi.useRealTimers();
});

function daysLater(days: number): void {
  vi.useFakeTimers({ now: Date.now() + days * DAY, toFake: ["Date"] });
}

function refresh(token: string) {
  return api.post("/api/v1/auth/refresh").send({ refresh_token: token });
}

async function next(token: string): Promise<Session> {
  const answer = await refresh(token).expect(200);
  return answer.body as Session;
}

test("a refresh token gives a new pair", async () => {
  const { session } = await signUp("Alice");
  const second = await next(session.refresh_token);
  expect(second.refresh_token).not.toBe(session.refresh_token);
  await new Person(api, second).get("/me").expect(200);
  await refresh(second.refresh_token).expect(200);
});

test("a token used twice ends its family", async () => {
  const stolen = (await signUp("Alice")).session.refresh_token;
  const newest = await next(stolen);
  await refresh(stolen).expect(401);
  await refresh(newest.refresh_token).expect(401);
});

test("a refresh token expires", async () => {
  const { session } = await signUp("Alice");
  daysLater(30);
  await refresh(session.refresh_token).expect(401);
});

test("using a refresh token in time buys another thirty days", async () => {
  let { refresh_token } = (await signUp("Alice")).session;
  for (let times = 0; times < 2; times += 1) {
    daysLater(29);
    ({ refresh_token } = await next(refresh_token));
  }
});
