import { SqliteAdapter, type SelectQueryBuilder } from "kysely";

import type { Tables } from "../tables.ts";
import type { Database } from "./connect.ts";

/** Lock the rows until the transaction ends. A write transaction in SQLite locks the whole database anyway. */
export function held<Table extends keyof Tables, Row>(
  transaction: Database,
  rows: SelectQueryBuilder<Tables, Table, Row>,
): SelectQueryBuilder<Tables, Table, Row> {
  const { adapter } = transaction.getExecutor();
  return adapter instanceof SqliteAdapter ? rows : rows.forUpdate();
}
