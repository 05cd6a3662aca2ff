/** The number of queries is bounded, however much data there is. */

import { randomUUID } from "node:crypto";

import { expect, test } from "vitest";

import { Person, signUp } from "./sign-in.ts";
import { planOf, startNoting } from "./statements.ts";

const { api, seen } = startNoting();

async function fill(person: Person, tasks: number): Promise<void> {
  const project = { name: randomUUID() };
  const { body } = await person.post("/projects", project);
  for (let number = 0; number < tasks; number += 1) {
    const labels = [`label ${String(number % 3)}`, "all"];
    const task = { title: String(number), project_id: body.id as string };
    await person.post("/tasks", { ...task, labels }).expect(201);
  }
}

async function statementsOf(person: Person, path: string) {
  seen.length = 0;
  const { body } = await person.get(path).expect(200);
  return { statements: [...seen], body };
}

test.each([
  // Each has one more for the caller; a list of tasks one more for all their labels.
  ["/tasks?limit=100", 3],
  ["/tasks?limit=100&sort=due_at", 4],
  ["/tasks?limit=100&label=all&q=1", 3],
  ["/projects?limit=100", 2],
  ["/labels", 2],
  ["/stats", 5],
])(
  "%s takes as many statements for many rows as for few",
  async (path, bound) => {
    const alice = await signUp("Alice", api);
    await fill(alice, 2);
    const few = await statementsOf(alice, path);
    await fill(alice, 20);
    const many = await statementsOf(alice, path);
    expect(many.statements).toHaveLength(few.statements.length);
    expect(many.statements.length).toBeLessThanOrEqual(bound);
  },
);

const sorts = ["created_at", "due_at", "priority", "title"];

test.each([
  ...sorts.flatMap((by) => [`/tasks?sort=${by}`, `/tasks?sort=-${by}`]),
  "/tasks?status=todo",
  "/tasks?priority=low",
  "/tasks?project_id=12345678-1234-5678-1234-567812345678",
  "/tasks?label=all&label=label 1",
  "/tasks?due_before=2026-01-01T00:00:00Z&sort=due_at",
  "/tasks?due_after=2026-01-01T00:00:00Z&sort=-due_at",
  "/projects?",
  "/labels?",
  "/stats?",
])("%s enters by an index", async (path) => {
  const alice = await signUp("Alice", api);
  await fill(alice, 3);
  const first = await statementsOf(alice, `${path}&limit=1`);
  const cursor = (first.body.next_cursor ?? "") as string;
  const further = cursor
    ? await statementsOf(alice, `${path}&limit=1&cursor=${cursor}`)
    : { statements: [] };
  for (const statement of [...first.statements, ...further.statements]) {
    const { scans, sorts } = await planOf(statement);
    expect(scans, statement.sql).toBe(false);
    if (path.startsWith("/tasks?sort=")) {
      expect(sorts, statement.sql).toBe(0);
    }
  }
});
