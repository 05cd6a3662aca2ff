/** `Idempotency-Key`: a request that is sent again is done once. */

import { randomUUID } from "node:crypto";

import { beforeEach, expect, test } from "vitest";

import { services } from "../api.ts";
import { signUp, type Person } from "../sign-in.ts";

const HOUR = 60 * 60 * 1000;

let alice: Person;

beforeEach(async () => {
  alice = await signUp("Alice");
});

function send(person: Person, key: string, members: object = {}) {
  const task = { title: "Once", ...members };
  return person.post("/tasks", task, { "Idempotency-Key": key });
}

async function count(person: Person): Promise<number> {
  const { body } = await person.get("/tasks?limit=100");
  return body.items.length as number;
}

/** Move the time of every row of alice's keys into the past. */
async function age(milliseconds: number): Promise<void> {
  await services.database
    .updateTable("idempotent_requests")
    .set({ started_at: new Date(Date.now() - milliseconds) })
    .where("user_id", "=", alice.session.user.id)
    .execute();
}

test("the first answer is given again", async () => {
  const first = await send(alice, "key", { labels: ["b", "a"] });
  const change = { title: "Changed" };
  const path = `/tasks/${String(first.body.id)}`;
  await alice.patch(path, change, { "If-Match": "*" }).expect(200);

  const again = await send(alice, "key", { labels: ["a", "b"] }).expect(201);
  expect(again.body).toEqual(first.body);
  for (const header of ["location", "etag", "content-type"]) {
    expect(again.headers[header]).toBe(first.headers[header]);
  }
  expect(await count(alice)).toBe(1);
});

test("the same key with another body is 422", async () => {
  await send(alice, "key").expect(201);
  await send(alice, "key", { title: "Twice" }).expect(422);
  expect(await count(alice)).toBe(1);
});

test("keys belong to their user and differ in case", async () => {
  const bob = await signUp("Bob");
  await send(alice, "key").expect(201);
  await send(alice, "KEY").expect(201);
  await send(bob, "key").expect(201);
  expect(await count(alice)).toBe(2);
  expect(await count(bob)).toBe(1);
});

test.each(["", "x".repeat(256), "two words", "caf\xe9"])(
  "an invalid key is 422: %j",
  async (key) => {
    await send(alice, key).expect(422);
  },
);

test("a refused request leaves its key free", async () => {
  await send(alice, "key", { project_id: randomUUID() }).expect(422);
  await send(alice, "key").expect(201);
});

test("a hundred at the same time make one task", async () => {
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => send(alice, "key")),
  );
  const made = answers.filter(({ status }) => status === 201);
  // On a busy machine some have waited long enough for the lock: 503.
  const others = answers.filter(({ status }) => [409, 503].includes(status));
  expect(made.length + others.length).toBe(100);
  expect(new Set(made.map(({ body }) => body.id as string)).size).toBe(1);
  expect(await count(alice)).toBe(1);
});

test.each([
  [23, 1],
  [25, 2],
])("%d hours later there are %d tasks", async (hours, tasks) => {
  await send(alice, "key").expect(201);
  await age(hours * HOUR);
  await send(alice, "key").expect(201);
  expect(await count(alice)).toBe(tasks);
});

test("a request that still runs is 409 until it must have died", async () => {
  await send(alice, "key").expect(201);
  await services.database
    .updateTable("idempotent_requests")
    .set({ body: null, location: null, etag: null })
    .where("user_id", "=", alice.session.user.id)
    .execute();
  await send(alice, "key").expect(409);
  await age(HOUR / 30);
  await send(alice, "key").expect(201);
});
