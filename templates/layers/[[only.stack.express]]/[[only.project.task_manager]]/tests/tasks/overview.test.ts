import { beforeEach, expect, test } from "vitest";

import { services } from "../api.ts";
import { signUp, type Person } from "../sign-in.ts";

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

let alice: Person;
let bob: Person;

beforeEach(async () => {
  alice = await signUp("Alice");
  bob = await signUp("Bob");
});

function fromNow(milliseconds: number): Date {
  return new Date(Date.now() + milliseconds);
}

test("labels are counted by name", async () => {
  for (const labels of [["b", "a"], ["b", "B"], ["é"]]) {
    await alice.post("/tasks", { title: "Labelled", labels });
  }
  await bob.post("/tasks", { title: "Not hers", labels: ["b", "z"] });
  const { body } = await alice.get("/labels");
  expect(body.items).toEqual([
    { name: "B", count: 1 },
    { name: "a", count: 1 },
    { name: "b", count: 2 },
    { name: "é", count: 1 },
  ]);
});

test("without tasks everything is zero", async () => {
  expect((await alice.get("/labels")).body).toEqual({ items: [] });
  expect((await alice.get("/stats")).body).toEqual({
    by_status: { todo: 0, in_progress: 0, done: 0, cancelled: 0 },
    by_priority: { low: 0, medium: 0, high: 0, urgent: 0 },
    overdue: 0,
    completed_last_7_days: 0,
  });
});

test("stats count the tasks of the caller", async () => {
  const late = { title: "Late", due_at: fromNow(-HOUR), priority: "low" };
  for (const status of ["todo", "in_progress", "done", "cancelled"]) {
    await alice.post("/tasks", { ...late, status });
  }
  await alice.post("/tasks", { title: "In time", due_at: fromNow(HOUR) });
  await bob.post("/tasks", { title: "Not hers", status: "done" });
  expect((await alice.get("/stats")).body).toEqual({
    by_status: { todo: 2, in_progress: 1, done: 1, cancelled: 1 },
    by_priority: { low: 4, medium: 1, high: 0, urgent: 0 },
    overdue: 2,
    completed_last_7_days: 1,
  });
});

test.each([
  [6.9, 1],
  [7.1, 0],
])("of what was done %d days ago it counts %d", async (days, counted) => {
  const task = { title: "Done then", status: "done" };
  const { body } = await alice.post("/tasks", task);
  await services.database
    .updateTable("tasks")
    .set({ completed_at: fromNow(-days * DAY) })
    .where("id", "=", body.id as string)
    .execute();
  const stats = await alice.get("/stats");
  expect(stats.body.completed_last_7_days).toBe(counted);
});
