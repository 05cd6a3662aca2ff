/** Inserts that databases spell differently. */

import {
  MysqlAdapter,
  sql,
  type InsertQueryBuilder,
  type InsertResult,
} from "kysely";

import type { Tables } from "../tables.ts";
import type { Database } from "./connect.ts";

/** Inserts that can be repeated safely, such as a follow. */
export function unlessThere<Table extends keyof Tables>(
  database: Database,
  rows: InsertQueryBuilder<Tables, Table, InsertResult>,
): InsertQueryBuilder<Tables, Table, InsertResult> {
  const { adapter } = database.getExecutor();
  return adapter instanceof MysqlAdapter
    ? rows.ignore()
    : rows.onConflict((conflict) => conflict.doNothing());
}

/** Insert one row and return its generated id. */
export async function insertCounted<Table extends "articles" | "comments">(
  database: Database,
  row: InsertQueryBuilder<Tables, Table, InsertResult>,
): Promise<number> {
  if (database.getExecutor().adapter.supportsReturning) {
    const { id } = await row
      .returning(sql<number>`id`.as("id"))
      .executeTakeFirstOrThrow();
    return id;
  }
  const { insertId } = await row.executeTakeFirstOrThrow();
  return Number(insertId);
}
