import type { Response } from "supertest";
import { beforeEach, describe, expect, test } from "vitest";

import { pointers, signUp, type Person } from "../sign-in.ts";

let alice: Person;

beforeEach(async () => {
  alice = await signUp("Alice");
});

async function add(title: string, members: object = {}): Promise<string> {
  const { body } = await alice
    .post("/tasks", { title, ...members })
    .expect(201);
  return body.id as string;
}

function titlesOf({ body }: { body: { items: { title: string }[] } }) {
  return body.items.map(({ title }) => title);
}

async function list(query = ""): Promise<string[]> {
  return titlesOf(await alice.get(`/tasks?${query}`).expect(200));
}

/** Follow the links from page to page. */
async function* pages(path: string) {
  for (let next: string | undefined = path; next !== undefined;) {
    const page: Response = await alice.get(next).expect(200);
    next = /<\/api\/v1(.+)>; rel="next"/.exec(page.headers.link ?? "")?.[1];
    expect(page.body.next_cursor === null).toBe(next === undefined);
    yield page.body.items as { id: string }[];
  }
}

async function allPages(path: string) {
  const all = [];
  for await (const page of pages(path)) {
    all.push(page);
  }
  return all;
}

describe("a board of four tasks", () => {
  let project: string;

  beforeEach(async () => {
    const launch = await alice.post("/projects", { name: "Launch" });
    project = launch.body.id as string;
    const [january, february, march] = [1, 2, 3].map(
      (month) => `2026-0${String(month)}-01T00:00:00Z`,
    );
    const mine = { status: "done", project_id: project };
    await add("one", { priority: "low", labels: ["a"], due_at: january });
    await add("two", { priority: "urgent", labels: ["a", "b"], ...mine });
    await add("three", { priority: "high", labels: ["b"], due_at: march });
    const labels = ["a", "b", "c"];
    await add("four", { priority: "low", labels, due_at: february });
  });

  test.each([
    ["", ["four", "one", "three", "two"]],
    ["status=done", ["two"]],
    ["priority=low", ["four", "one"]],
    ["label=a", ["four", "one", "two"]],
    ["label=a&label=b", ["four", "two"]],
    ["label=a&label=b&label=a", ["four", "two"]],
    ["label=A", []],
    ["due_before=2026-02-01T00:00:00Z", ["one"]],
    ["due_after=2026-02-01T00:00:00Z", ["three"]],
    ["q=", ["four", "one", "three", "two"]],
    ["priority=low&label=b&q=OU", ["four"]],
    ["project_id=12345678-1234-5678-1234-567812345678", []],
  ])("filtered by %s has %j", async (query, found) => {
    expect((await list(query)).sort()).toEqual(found);
  });

  test("filtered by project has those in it, for its owner", async () => {
    expect(await list(`project_id=${project}`)).toEqual(["two"]);
    const bob = await signUp("Bob");
    const theirs = await bob.get(`/tasks?project_id=${project}`);
    expect(titlesOf(theirs)).toEqual([]);
  });

  test.each([
    ["due_at", ["one", "four", "three", "two"]],
    ["-due_at", ["three", "four", "one", "two"]],
    ["title", ["four", "one", "three", "two"]],
    ["-title", ["two", "three", "one", "four"]],
  ])("sorted by %s is %j", async (sort, order) => {
    expect(await list(`sort=${sort}`)).toEqual(order);
  });

  test("sorted by priority has the urgent ones last", async () => {
    const { body } = await alice.get("/tasks?sort=priority");
    const priorities = body.items.map(
      (task: { priority: string }) => task.priority,
    );
    expect(priorities).toEqual(["low", "low", "high", "urgent"]);
  });
});

test.each(["created_at", "due_at", "priority", "title"])(
  "pages sorted by %s join into the whole list",
  async (sort) => {
    for (const priority of ["low", "high"]) {
      for (const due_at of [null, "2026-01-01T00:00:00Z"]) {
        await add("a", { priority, due_at });
        await add("b", { priority, due_at });
      }
    }
    for (const by of [sort, `-${sort}`]) {
      const whole = await alice.get(`/tasks?sort=${by}&limit=100`);
      expect(whole.body.items).toHaveLength(8);
      for (const limit of ["1", "3"]) {
        const parts = await allPages(`/tasks?sort=${by}&limit=${limit}`);
        expect(parts.flat()).toEqual(whole.body.items);
      }
    }
  },
);

test.each([
  "created_at",
  "-created_at",
  "title",
  "-priority",
  "due_at",
  "-due_at",
])(
  "rows that arrive during a walk by %s hide and repeat nothing",
  async (sort) => {
    const first: string[] = [];
    for (let number = 0; number < 6; number += 1) {
      first.push(await add(`task ${String(number)}`));
    }
    const seen: string[] = [];
    for await (const page of pages(`/tasks?sort=${sort}&limit=2`)) {
      seen.push(...page.map(({ id }) => id));
      if (seen.length <= 6) {
        const late = { priority: "low", due_at: "2026-01-01T00:00:00Z" };
        await add(`task ${String(seen.length - 2)}.5`, late);
      }
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(first));
  },
);

test("the link keeps the other parameters", async () => {
  await add("0", { labels: ["a&b", "ü"] });
  await add("1", { labels: ["a&b", "ü"] });
  await add("2");
  const query = "label=a%26b&label=%C3%BC&limit=1&sort=title";
  const parts = await allPages(`/tasks?${query}`);
  expect(parts.map((part) => part.length)).toEqual([1, 1]);
});

test("a cursor works only where it came from", async () => {
  for (const name of ["0", "1"]) {
    await add(name);
    await alice.post("/projects", { name });
  }
  const { body: tasks } = await alice.get("/tasks?limit=1&sort=title");
  const { body: projects } = await alice.get("/projects?limit=1");
  const cursor = tasks.next_cursor as string;
  await alice.get(`/tasks?sort=title&cursor=${cursor}`).expect(200);
  const changed = (cursor.startsWith("A") ? "B" : "A") + cursor.slice(1);
  const others = [
    "",
    "x",
    "%C3%A9",
    "%00",
    `${cursor}=`,
    `${cursor}!`,
    changed,
  ];
  for (const wrong of [...others, projects.next_cursor as string]) {
    const answer = await alice.get(`/tasks?sort=title&cursor=${wrong}`);
    expect([answer.status, pointers(answer)]).toEqual([422, ["/cursor"]]);
  }
  await alice.get(`/tasks?sort=-title&cursor=${cursor}`).expect(422);
});
