import { spawnSync } from "node:child_process";

import { expect, test } from "vitest";

import { addDemo, EMAIL, PASSWORD } from "../src/demo.ts";
import { api, services } from "./api.ts";
import { Person, type Session } from "./sign-in.ts";

/** `make seed`: its exit code and what it prints. */
function seed() {
  const { status, stdout, stderr } = spawnSync("node", ["src/seed.ts"], {
    encoding: "utf8",
    env: { ...process.env, NODE_NO_WARNINGS: "1" },
  });
  return { status, printed: stdout + stderr };
}

test("the demo account has tasks and is made once", async () => {
  await addDemo(services);
  await addDemo(services);
  const credentials = { email: EMAIL, password: PASSWORD };
  const answer = await api.post("/api/v1/auth/login").send(credentials);
  const demo = new Person(api, answer.body as Session);
  expect((await demo.get("/tasks")).body.items).toHaveLength(6);
  expect((await demo.get("/projects")).body.items).toHaveLength(2);
});

test("seeding says what is taken when the account is somebody else's", async () => {
  await addDemo(services);
  const { database, passwords } = services;
  const setPassword = async (password: string) =>
    database
      .updateTable("users")
      .set({ password_hash: await passwords.hash(password) })
      .where("email", "=", EMAIL)
      .execute();
  await setPassword("one of their own");

  const { status, printed } = seed();
  await setPassword(PASSWORD);
  expect(status).toBe(1);
  expect(printed).toMatch(/^Nothing was added, [^\n]+example\.com[^\n]*\n$/);
  expect(seed().status).toBe(0);
});
