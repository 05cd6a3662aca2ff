import { randomUUID } from "node:crypto";

import { beforeEach, expect, test } from "vitest";

import { pointers, signUp, type Person } from "../sign-in.ts";

const ANY = { "If-Match": "*" };

let alice: Person;

beforeEach(async () => {
  alice = await signUp("Alice");
});

test("a task needs nothing but a title", async () => {
  const made = await alice.post("/tasks", { title: "Water them 🌱" });
  expect(made.status).toBe(201);
  const { id, created_at, updated_at, ...rest } = made.body;
  expect(created_at).toBe(updated_at);
  expect(rest).toEqual({
    title: "Water them 🌱",
    description: "",
    status: "todo",
    priority: "medium",
    due_at: null,
    completed_at: null,
    project_id: null,
    labels: [],
    version: 1,
  });
  expect(made.headers.location).toBe(`/api/v1/tasks/${String(id)}`);
  const shown = await alice.get(`/tasks/${String(id)}`);
  expect(shown.body).toEqual(made.body);
  expect(shown.headers.etag).toBe('"1"');
});

test("a task keeps all it is given", async () => {
  const { body: project } = await alice.post("/projects", { name: "Launch" });
  const given = {
    title: "x".repeat(200),
    description: "🌱".repeat(10_000),
    status: "in_progress",
    priority: "urgent",
    due_at: "2026-01-31T09:30:00.123Z",
    project_id: project.id as string,
    labels: ["a", "x".repeat(50)],
  };
  const task = await alice.post("/tasks", given).expect(201);
  expect(task.body).toMatchObject(given);
});

test.each([
  ["2026-01-31T09:30:00Z", "2026-01-31T09:30:00.000Z"],
  ["2026-01-31t09:30:00.1239z", "2026-01-31T09:30:00.123Z"],
  ["2026-01-31T09:30:00+05:30", "2026-01-31T04:00:00.000Z"],
  ["1026-01-31T09:30:00.999999999Z", "1026-01-31T09:30:00.999Z"],
  ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
])("%s is shown in UTC, to the millisecond", async (due_at, shown) => {
  const { body } = await alice.post("/tasks", { title: "Due", due_at });
  expect(body.due_at).toBe(shown);
  const again = await alice.get(`/tasks/${String(body.id)}`);
  expect(again.body.due_at).toBe(shown);
});

test("labels are sorted by code point and there is one of each", async () => {
  const labels = ["b", "é", "🌱", "a", "b", "B", "a ", "\uffee"];
  const { body } = await alice.post("/tasks", { title: "Labelled", labels });
  expect(body.labels).toEqual(["B", "a", "a ", "b", "é", "\uffee", "🌱"]);
  const again = await alice.get(`/tasks/${String(body.id)}`);
  expect(again.body.labels).toEqual(body.labels);
});

test("completed_at follows the status", async () => {
  const done = { title: "Done at once", status: "done" };
  const { body: made } = await alice.post("/tasks", done);
  expect(made.completed_at).toBe(made.created_at);
  const path = `/tasks/${String(made.id)}`;

  const still = await alice.patch(path, { status: "done" }, ANY);
  expect(still.body.completed_at).toBe(made.completed_at);
  const reopened = await alice.patch(path, { status: "todo" }, ANY);
  expect(reopened.body.completed_at).toBeNull();
  const finished = await alice.patch(path, { status: "done" }, ANY);
  expect(finished.body.completed_at).toBe(finished.body.updated_at);
});

test("a deleted task is gone", async () => {
  const { body } = await alice.post("/tasks", { title: "Gone", labels: ["a"] });
  const path = `/tasks/${String(body.id)}`;
  await alice.delete(path).expect(204);
  await alice.get(path).expect(404);
  await alice.delete(path).expect(404);
});

test.each([
  ["title", ""],
  ["title", "x".repeat(201)],
  ["title", null],
  ["description", "x".repeat(10_001)],
  ["description", null],
  ["status", "started"],
  ["status", null],
  ["priority", "HIGH"],
  ["priority", 3],
  ["due_at", "tomorrow"],
  ["due_at", "2026-01-31"],
  ["due_at", "2026-01-31T09:30:00"],
  ["due_at", "2026-02-30T09:30:00Z"],
  ["due_at", "0001-01-01T00:00:00+14:00"],
  ["due_at", 1769851800],
  ["project_id", "launch"],
  ["project_id", "{12345678-1234-5678-1234-567812345678}"],
  ["project_id", randomUUID()],
  ["labels", "a"],
  ["labels", null],
  ["labels", Array.from({ length: 21 }, (_, number) => String(number))],
  ["completed_at", "2026-01-31T09:30:00Z"],
  ["version", 7],
  ["user_id", randomUUID()],
  ["is_admin", true],
])("an invalid %s is pointed at: %j", async (member, value) => {
  const { body } = await alice.post("/tasks", { title: "Valid" });
  const path = `/tasks/${String(body.id)}`;
  const invalid = { [member]: value };
  for (const asked of [
    alice.post("/tasks", { title: "Valid", ...invalid }),
    alice.patch(path, invalid, ANY),
  ]) {
    const answer = await asked.expect(422);
    expect(pointers(answer)).toEqual([`/${member}`]);
  }
  expect((await alice.get(path)).body).toEqual(body);
});

test.each(["", "x".repeat(51), null, 1])(
  "an invalid label is pointed at: %j",
  async (label) => {
    const task = { title: "Valid", labels: ["fine", label] };
    const answer = await alice.post("/tasks", task).expect(422);
    expect(pointers(answer)).toEqual(["/labels/1"]);
  },
);
