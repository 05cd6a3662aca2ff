import { SqliteAdapter, type SelectQueryBuilder } from "kysely";

import type { Tables } from "../tables.ts";
import type { Database } from "./connect.ts";

/** Hold the rows until the transaction ends. One that writes to SQLite holds all of it anyway. */
export function held<Table extends keyof Tables, Row>(
  transaction: Database,
  rows: SelectQueryBuilder<Tables, Table, Row>,
): SelectQueryBuilder<Tables, Table, Row> {
  const { adapter } = transaction.getExecutor();
  return adapter instanceof SqliteAdapter ? rows : rows.forUpdate();
}
