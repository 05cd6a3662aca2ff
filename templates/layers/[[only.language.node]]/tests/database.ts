/** One migrated database for the whole test run: TEST_DATABASE_URL, or a new SQLite file. */

import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { connect } from "../src/database/connect.ts";
import { migrate } from "../src/database/migrations.ts";

export async function setup(): Promise<() => Promise<void>> {
  const scratch = await mkdtemp(path.join(tmpdir(), "tests-"));
  const url = process.env.TEST_DATABASE_URL ?? `sqlite:///${scratch}/test.db`;
  process.env.ENVIRONMENT = "test";
  process.env.PASSWORD_MEMORY_KIB = "8";
  process.env.LOG_LEVEL = "error";
  process.env.SECRET_KEY = randomBytes(32).toString("hex");
  process.env.DATABASE_URL = url;

  const database = connect(url);
  await migrate(database);
  await database.destroy();
  return () => rm(scratch, { recursive: true });
}
