/** Guest accounts, and token subjects that replace the account's id. */

import { sql, type Kysely } from "kysely";

import { columnsOf } from "../src/database/columns.ts";
import { dropIndex } from "../src/database/indexes.ts";

const NOBODY = "00000000-0000-0000-0000-000000000000";

export async function up(db: Kysely<unknown>): Promise<void> {
  const { flag, identifier } = await columnsOf(db);

  await db.schema
    .alterTable("users")
    .addColumn("is_guest", flag, (column) => column.notNull().defaultTo(false))
    .execute();
  await db.schema
    .createIndex("users_guests_by_age")
    .on("users")
    .columns(["is_guest", "created_at"])
    .execute();

  await db.schema
    .alterTable("users")
    .addColumn("token_subject", identifier, (column) =>
      column.notNull().defaultTo(NOBODY),
    )
    .execute();
  // Existing tokens have the id as their subject.
  await sql`update users set token_subject = id`.execute(db);
  await db.schema
    .createIndex("users_by_token_subject")
    .on("users")
    .column("token_subject")
    .unique()
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await dropIndex(db, "users_by_token_subject", "users");
  await db.schema.alterTable("users").dropColumn("token_subject").execute();
  await dropIndex(db, "users_guests_by_age", "users");
  await db.schema.alterTable("users").dropColumn("is_guest").execute();
}
