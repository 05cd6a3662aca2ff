/** Guest accounts. */

import type { Kysely } from "kysely";

import { columnsOf } from "../src/database/columns.ts";
import { dropIndex } from "../src/database/indexes.ts";

export async function up(db: Kysely<unknown>): Promise<void> {
  const { flag } = await columnsOf(db);

  await db.schema
    .alterTable("users")
    .addColumn("is_guest", flag, (column) => column.notNull().defaultTo(false))
    .execute();
  await db.schema
    .createIndex("users_guests_by_age")
    .on("users")
    .columns(["is_guest", "created_at"])
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await dropIndex(db, "users_guests_by_age", "users");
  await db.schema.alterTable("users").dropColumn("is_guest").execute();
}
