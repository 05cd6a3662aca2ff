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

test("a refused request leaves its key free", async () => {
  await send(alice, "key", { project_id: randomUUID() }).expect(422);
  await send(alice, "key").expect(201);
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
