/** Signing in with a provider. */

import type { Kysely } from "kysely";

import { columnsOf } from "../src/database/columns.ts";

export async function up(db: Kysely<unknown>): Promise<void> {
  const { identifier, timestamp, words } = await columnsOf(db);

  await db.schema
    .createTable("identities")
    .addColumn("issuer", words(255), (column) => column.notNull())
    .addColumn("subject", words(255), (column) => column.notNull())
    .addColumn("user_id", identifier, (column) => column.notNull())
    .addColumn("created_at", timestamp, (column) => column.notNull())
    .addPrimaryKeyConstraint("identities_key", ["issuer", "subject"])
    .addForeignKeyConstraint(
      "identities_user_id",
      ["user_id"],
      "users",
      ["id"],
      (key) => key.onDelete("cascade"),
    )
    .execute();
  await db.schema
    .createIndex("identities_by_user")
    .on("identities")
    .column("user_id")
    .execute();

  await db.schema
    .createTable("provider_callbacks")
    .addColumn("state_hash", words(64), (column) =>
      column.primaryKey().notNull(),
    )
    .addColumn("code_hash", words(64))
    .addColumn("user_id", identifier)
    .addColumn("created_at", timestamp, (column) => column.notNull())
    .addForeignKeyConstraint(
      "provider_callbacks_user_id",
      ["user_id"],
      "users",
      ["id"],
      (key) => key.onDelete("cascade"),
    )
    .execute();
  await db.schema
    .createIndex("provider_callbacks_by_user")
    .on("provider_callbacks")
    .column("user_id")
    .execute();
  await db.schema
    .createIndex("provider_callbacks_by_age")
    .on("provider_callbacks")
    .column("created_at")
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable("provider_callbacks").execute();
  await db.schema.dropTable("identities").execute();
}
