import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";

import { connect } from "../src/database/connect.ts";
import { migrate, unmigrate } from "../src/database/migrations.ts";

// A file of its own: taking back the steps of DATABASE_URL would empty it.
async function scratch() {
  const folder = await mkdtemp(path.join(tmpdir(), "database-"));
  const database = connect(`sqlite:///${folder}/app.db`);
  onTestFinished(async () => {
    await database.destroy();
    await rm(folder, { recursive: true });
  });
  return database;
}

test("every migration can be taken back", async () => {
  const database = await scratch();
  const steps = await migrate(database);
  expect(steps.length).toBeGreaterThan(0);
  await unmigrate(database);
  const [left] = await database.introspection.getTables();
  expect(left).toBeUndefined();
  expect(await migrate(database)).toEqual(steps);
  expect(await migrate(database)).toEqual([]);
});

test("a transaction that fails leaves nothing behind", async () => {
  const database = await scratch();
  await sql`create table notes (body text)`.execute(database);
  const failing = database.transaction().execute(async (transaction) => {
    await sql`insert into notes values ('x')`.execute(transaction);
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  const { rows } = await sql`select * from notes`.execute(database);
  expect(rows).toEqual([]);
});
