/** Two people change one task: ETags, If-Match, and races. */

import { beforeEach, expect, test } from "vitest";

import { signUp, type Person } from "../sign-in.ts";

const FIRST = { "If-Match": '"1"' };

let alice: Person;
let path: string;

beforeEach(async () => {
  alice = await signUp("Alice");
  const task = { title: "Shared", labels: ["a", "b"] };
  const { body } = await alice.post("/tasks", task);
  path = `/tasks/${String(body.id)}`;
});

test("a change names the version that it changes", async () => {
  await alice.patch(path, { title: "Blind" }).expect(428);
  const first = await alice.patch(path, { title: "First" }, FIRST).expect(200);
  expect([first.headers.etag, first.body.version]).toEqual(['"2"', 2]);
  await alice.patch(path, { title: "Late" }, FIRST).expect(412);
  expect((await alice.get(path)).body.title).toBe("First");
});

test.each([{}, { labels: ["a", "c"] }, { labels: [] }, { title: "Shared" }])(
  "every change makes a new tag: %j",
  async (change) => {
    const { body: before } = await alice.get(path);
    const changed = await alice.patch(path, change, FIRST);
    expect(changed.headers.etag).toBe('"2"');
    const { body: after } = await alice.get(path);
    expect(after).toEqual(changed.body);
    const { updated_at } = after;
    expect(after).toEqual({ ...before, ...change, version: 2, updated_at });
  },
);

test("a merge patch keeps what it leaves out and clears what is null", async () => {
  const { body: project } = await alice.post("/projects", { name: "Launch" });
  const full = {
    description: "Long",
    due_at: "2026-01-31T09:30:00.000Z",
    project_id: project.id as string,
  };
  await alice.patch(path, full, FIRST).expect(200);
  const none = { due_at: null, project_id: null };
  const cleared = await alice.patch(path, none, {
    "If-Match": '"2"',
    "Content-Type": "application/merge-patch+json",
  });
  expect(cleared.body).toMatchObject({
    title: "Shared",
    description: "Long",
    labels: ["a", "b"],
    due_at: null,
    project_id: null,
  });
});

test("a deletion may name its version", async () => {
  await alice.delete(path, { "If-Match": '"7"' }).expect(412);
  await alice.delete(path, FIRST).expect(204);
});

test("of many writers exactly one wins", async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, number) => {
      const name = `writer ${String(number)}`;
      return alice.patch(path, { title: name, labels: [name] }, FIRST);
    }),
  );
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([200, ...Array<number>(9).fill(412)]);
  const { body } = await alice.get(path);
  expect(body.version).toBe(2);
  expect(body.labels).toEqual([body.title]);
});
