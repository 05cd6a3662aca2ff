import { MysqlAdapter, type SelectQueryBuilder } from "kysely";

import type { Tables } from "../tables.ts";
import type { Database } from "./connect.ts";

/** Locks rows until the transaction ends. SQLite has no FOR UPDATE: a write transaction locks everything. */
export function lockForUpdate<Table extends keyof Tables, Row>(
  transaction: Database,
  rows: SelectQueryBuilder<Tables, Table, Row>,
): SelectQueryBuilder<Tables, Table, Row> {
  const { adapter } = transaction.getExecutor();
  return adapter instanceof MysqlAdapter ? rows.forUpdate() : rows;
}
