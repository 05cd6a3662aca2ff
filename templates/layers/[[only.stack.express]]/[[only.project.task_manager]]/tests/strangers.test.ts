/** Whoever is not signed in, or is somebody else, gets nowhere, and learns nothing either. */

import { randomUUID } from "node:crypto";

import { beforeEach, expect, test } from "vitest";

import { Person, signUp } from "./sign-in.ts";

const ANY = { "If-Match": "*" };
const OPERATIONS = [
  ["get", "/projects"],
  ["post", "/projects"],
  ["get", "/projects/:project"],
  ["patch", "/projects/:project"],
  ["delete", "/projects/:project"],
  ["get", "/tasks"],
  ["post", "/tasks"],
  ["get", "/tasks/:task"],
  ["patch", "/tasks/:task"],
  ["delete", "/tasks/:task"],
  ["get", "/labels"],
  ["get", "/stats"],
] as const;

let alice: Person;
let bob: Person;
let hers: { project: string; task: string };

beforeEach(async () => {
  alice = await signUp("Alice");
  bob = await signUp("Bob");
  const { body } = await alice.post("/projects", { name: "Hers" });
  const project = body.id as string;
  const task = await alice.post("/tasks", {
    title: "Hers",
    project_id: project,
  });
  hers = { project, task: task.body.id as string };
});

function pathTo(path: string, { project, task }: typeof hers): string {
  return path.replace(":project", project).replace(":task", task);
}

test.each(OPERATIONS.filter(([, path]) => path.includes(":")))(
  "%s %s of a stranger and of what is missing are the same 404",
  async (method, path) => {
    const missing = randomUUID();
    const things = [
      hers,
      { project: missing, task: missing },
      { project: "x", task: "x" },
    ];
    const answers = [];
    for (const thing of things) {
      const body = path.includes("task") ? { title: "New" } : { name: "New" };
      const target = pathTo(path, thing);
      const asked =
        method === "patch"
          ? bob.patch(target, body, ANY)
          : bob[method as "get" | "delete"](target, ANY);
      answers.push((await asked.expect(404)).body as object);
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    const task = await alice.get(`/tasks/${hers.task}`);
    expect(task.body).toMatchObject({
      title: "Hers",
      project_id: hers.project,
    });
  },
);

test("a task does not go into a stranger's project", async () => {
  const intruder = { title: "Intruder", project_id: hers.project };
  await bob.post("/tasks", intruder).expect(422);
  const { body } = await bob.post("/tasks", { title: "Intruder" });
  const path = `/tasks/${String(body.id)}`;
  await bob.patch(path, { project_id: hers.project }, ANY).expect(422);
  expect((await bob.get(path)).body.project_id).toBeNull();
});
