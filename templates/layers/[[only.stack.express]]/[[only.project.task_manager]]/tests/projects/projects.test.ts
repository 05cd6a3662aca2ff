import type { Response } from "supertest";
import { beforeEach, expect, test } from "vitest";

import { signUp, type Person } from "../sign-in.ts";

let alice: Person;

beforeEach(async () => {
  alice = await signUp("Alice");
});

test("a project is made, shown, changed and deleted", async () => {
  const project = { name: "Launch", color: "#2f6FED" };
  const made = await alice.post("/projects", project).expect(201);
  expect(made.body).toMatchObject({ ...project, archived: false });
  const path = `/projects/${String(made.body.id)}`;
  expect(made.headers.location).toBe(`/api/v1${path}`);
  expect((await alice.get(path)).body).toEqual(made.body);

  const change = { color: null, archived: true };
  const changed = await alice.patch(path, change).expect(200);
  expect(changed.body).toMatchObject({ name: "Launch", ...change });
  expect((await alice.get(path)).body).toEqual(changed.body);

  await alice.delete(path).expect(204);
  await alice.get(path).expect(404);
});

test("names are unique for one user", async () => {
  const bob = await signUp("Bob");
  await alice.post("/projects", { name: "Launch" }).expect(201);
  await alice.post("/projects", { name: "Launch" }).expect(409);
  const other = await alice.post("/projects", { name: "Launch " }).expect(201);
  const path = `/projects/${String(other.body.id)}`;
  await alice.patch(path, { name: "Launch" }).expect(409);
  await alice.patch(path, { name: "Launch " }).expect(200);
  await bob.post("/projects", { name: "Launch" }).expect(201);
});

test("a deleted project leaves its tasks in a new version", async () => {
  const { body: project } = await alice.post("/projects", { name: "Launch" });
  const task = { title: "Stay", project_id: project.id as string };
  const { body } = await alice.post("/tasks", task);
  await alice.delete(`/projects/${String(project.id)}`).expect(204);
  const left = await alice.get(`/tasks/${String(body.id)}`);
  expect(left.body.project_id).toBeNull();
  expect(left.headers.etag).toBe('"2"');
});

test("projects are listed page by page, the newest first", async () => {
  const names = ["one", "two", "three", "four", "five"];
  for (const name of names) {
    await alice.post("/projects", { name });
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await (await signUp("Bob")).post("/projects", { name: "Not hers" });

  const seen: string[] = [];
  let path: string | undefined = "/projects?limit=2";
  while (path !== undefined) {
    const page: Response = await alice.get(path).expect(200);
    seen.push(...page.body.items.map((item: { name: string }) => item.name));
    path = /<\/api\/v1(.+)>; rel="next"/.exec(page.headers.link ?? "")?.[1];
  }
  expect(seen).toEqual(names.reverse());
});
