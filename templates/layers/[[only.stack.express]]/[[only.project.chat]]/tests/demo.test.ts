import { spawnSync } from "node:child_process";

import { expect, test } from "vitest";

import { findUser } from "../src/accounts/queries.ts";
import { addDemo, EMAIL, PASSWORD } from "../src/demo.ts";
import { api, services } from "./api.ts";
import { heard, type RoomAnswer } from "./conversation.ts";
import { Person, type Session } from "./sign-in.ts";

/** `make seed`: its exit code and what it prints. */
function seed() {
  const { status, stdout, stderr } = spawnSync("node", ["src/seed.ts"], {
    encoding: "utf8",
    env: { ...process.env, NODE_NO_WARNINGS: "1" },
  });
  return { status, printed: stdout + stderr };
}

async function rename(from: string, to: string): Promise<void> {
  const email = `${to}@example.com`;
  await services.database
    .updateTable("users")
    .set({ email, email_key: email })
    .where("email", "=", `${from}@example.com`)
    .execute();
}

test("the demo people talk and are made once", async () => {
  await addDemo(services);
  await addDemo(services);
  for (const email of EMAIL.split(" or ")) {
    const credentials = { email, password: PASSWORD };
    const answer = await api.post("/api/v1/auth/login").send(credentials);
    const person = new Person(api, answer.body as Session);
    const { body } = await person.get("/rooms?limit=100");
    const rooms = (body.items as RoomAnswer[]).filter(
      ({ name }) => name === "general",
    );
    expect(rooms).toHaveLength(1);
    for (const room of rooms) {
      expect(await heard(person, room)).toHaveLength(4);
    }
  }
});

test("seeding says what is taken when the account is somebody else's", async () => {
  await addDemo(services);
  const { database, passwords } = services;
  const setPassword = async (password: string) =>
    database
      .updateTable("users")
      .set({ password_hash: await passwords.hash(password) })
      .where("email", "=", "ada@example.com")
      .execute();
  await setPassword("one of their own");

  const { status, printed } = seed();
  await setPassword(PASSWORD);
  expect(status).toBe(1);
  expect(printed).toMatch(/^Nothing was added, [^\n]+example\.com[^\n]*\n$/);
  expect(seed().status).toBe(0);
});

test("seeding says that a room is taken, and adds nothing", async () => {
  await addDemo(services);
  for (const name of ["ada", "grace"]) {
    await rename(name, `other-${name}`);
  }

  const { status, printed } = seed();
  expect(await findUser(services.database, "ada@example.com")).toBeUndefined();
  for (const name of ["ada", "grace"]) {
    await rename(`other-${name}`, name);
  }
  expect(status).toBe(1);
  expect(printed).toMatch(/^Nothing was added, [^\n]+general[^\n]*\n$/);
});
