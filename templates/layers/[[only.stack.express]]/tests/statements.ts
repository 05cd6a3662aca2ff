/** What an application asks of its database, and how the database means to find it. */

import { CompiledQuery, MysqlAdapter, PostgresAdapter } from "kysely";
import supertest from "supertest";

import { createApp } from "../src/app.ts";
import { connect } from "../src/database/connect.ts";
import { services, settings } from "./api.ts";

/** An application that notes its statements. */
export function startNoting() {
  const seen: CompiledQuery[] = [];
  const database = connect(settings.databaseUrl, (event) => {
    seen.push(event.query);
  });
  return { api: supertest(createApp({ ...services, database })), seen };
}

/** Whether a table would be read from end to end, or sorted, where one can tell. */
export async function planOf({ sql, parameters }: CompiledQuery) {
  const { adapter } = services.database.getExecutor();
  return services.database.connection().execute(async (connection) => {
    const run = async (statement: string, values: readonly unknown[] = []) => {
      const query = CompiledQuery.raw(statement, [...values]);
      const { rows } = await connection.executeQuery(query);
      return JSON.stringify(rows);
    };
    if (adapter instanceof PostgresAdapter) {
      // It reads a small table whole, index or not.
      await run("set enable_seqscan = off");
      const plan = await run(`explain ${sql}`, parameters);
      await run("reset enable_seqscan");
      return { scans: plan.includes("Seq Scan"), sorts: false };
    }
    if (adapter instanceof MysqlAdapter) {
      const plan = await run(`explain ${sql}`, parameters);
      return { scans: plan.includes('"ALL"'), sorts: false };
    }
    const plan = await run(`explain query plan ${sql}`, parameters);
    return { scans: plan.includes("SCAN "), sorts: plan.includes("B-TREE") };
  });
}
