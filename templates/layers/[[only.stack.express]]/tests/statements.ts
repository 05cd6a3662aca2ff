/** Records the statements of an application, and their query plans. */

import { CompiledQuery, MysqlAdapter, PostgresAdapter } from "kysely";
import supertest from "supertest";

import { createApp } from "../src/app.ts";
import { connect } from "../src/database/connect.ts";
import { services, settings } from "./api.ts";

/** An application that notes its statements. */
export function startNoting() {
  const seen: CompiledQuery[] = [];
  const database = connect(settings.DATABASE_URL, (event) => {
    seen.push(event.query);
  });
  return { api: supertest(createApp({ ...services, database })), seen };
}

// What a query makes itself, like a page that it cuts first, is read whole.
// MySQL reads a small table whole too; there it counts that no index would do.
const WHOLE_TABLE = {
  sqlite: /SCAN (?!page")/,
  mysql:
    /"table":"(?!<)[^"]*",("partitions":[^,]*,)?"type":"ALL","possible_keys":null/,
};

/** Whether a table would be read from end to end, and how often rows would be sorted, where one can tell. */
export async function planOf({ sql, parameters }: CompiledQuery) {
  const { adapter } = services.database.getExecutor();
  return services.database.connection().execute(async (connection) => {
    const run = async (statement: string, values: readonly unknown[] = []) => {
      const query = CompiledQuery.raw(statement, [...values]);
      const { rows } = await connection.executeQuery(query);
      return JSON.stringify(rows);
    };
    if (adapter instanceof PostgresAdapter) {
      // It scans a small table even if there is an index.
      await run("set enable_seqscan = off");
      const plan = await run(`explain ${sql}`, parameters);
      await run("reset enable_seqscan");
      return { scans: plan.includes("Seq Scan"), sorts: 0 };
    }
    if (adapter instanceof MysqlAdapter) {
      const plan = await run(`explain ${sql}`, parameters);
      return { scans: WHOLE_TABLE.mysql.test(plan), sorts: 0 };
    }
    const plan = await run(`explain query plan ${sql}`, parameters);
    const sorts = plan.split("B-TREE").length - 1;
    return { scans: WHOLE_TABLE.sqlite.test(plan), sorts };
  });
}
