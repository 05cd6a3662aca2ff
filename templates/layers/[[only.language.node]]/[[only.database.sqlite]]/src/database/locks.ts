import type { Database } from "./connect.ts";

/** Selects rows to be changed. SQLite has no FOR UPDATE: a write transaction locks everything. */
export const lockForUpdate = <Rows>(_transaction: Database, rows: Rows): Rows =>
  rows;
