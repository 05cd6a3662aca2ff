import { beforeEach, expect, test } from "vitest";

import { signUp, type Person } from "../sign-in.ts";

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
