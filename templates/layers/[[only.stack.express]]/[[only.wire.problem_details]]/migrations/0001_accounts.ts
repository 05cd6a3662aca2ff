/** Accounts and idempotency keys. */

import type { Kysely } from "kysely";

import { columnsOf } from "../src/database/columns.ts";

export async function up(db: Kysely<unknown>): Promise<void> {
  const { identifier, timestamp, flag, words } = await columnsOf(db);

  await db.schema
    .createTable("users")
    .addColumn("id", identifier, (column) => column.primaryKey().notNull())
    .addColumn("email", words(254), (column) => column.notNull())
    // Case folding can turn a letter into three.
    .addColumn("email_key", words(762), (column) => column.notNull().unique())
    .addColumn("name", words(100), (column) => column.notNull())
    .addColumn("password_hash", words(255), (column) => column.notNull())
    .addColumn("created_at", timestamp, (column) => column.notNull())
    .execute();

  await db.schema
    .createTable("sign_ins")
    .addColumn("id", identifier, (column) => column.primaryKey().notNull())
    .addColumn("user_id", identifier, (column) => column.notNull())
    .addColumn("expires_at", timestamp, (column) => column.notNull())
    .addForeignKeyConstraint(
      "sign_ins_user_id",
      ["user_id"],
      "users",
      ["id"],
      (key) => key.onDelete("cascade"),
    )
    .execute();
  await db.schema
    .createIndex("sign_ins_by_user")
    .on("sign_ins")
    .column("user_id")
    .execute();

  await db.schema
    .createTable("refresh_tokens")
    .addColumn("token_hash", words(64), (column) =>
      column.primaryKey().notNull(),
    )
    .addColumn("sign_in_id", identifier, (column) => column.notNull())
    .addColumn("expires_at", timestamp, (column) => column.notNull())
    .addColumn("used", flag, (column) => column.notNull())
    .addForeignKeyConstraint(
      "refresh_tokens_sign_in_id",
      ["sign_in_id"],
      "sign_ins",
      ["id"],
      (key) => key.onDelete("cascade"),
    )
    .execute();
  await db.schema
    .createIndex("refresh_tokens_by_sign_in")
    .on("refresh_tokens")
    .column("sign_in_id")
    .execute();

  await db.schema
    .createTable("idempotent_requests")
    .addColumn("user_id", identifier, (column) => column.notNull())
    .addColumn("key", words(255), (column) => column.notNull())
    .addColumn("fingerprint", words(64), (column) => column.notNull())
    .addColumn("started_at", timestamp, (column) => column.notNull())
    .addColumn("location", words(255))
    .addColumn("etag", words(64))
    .addColumn("body", words())
    .addPrimaryKeyConstraint("idempotent_requests_key", ["user_id", "key"])
    .addForeignKeyConstraint(
      "idempotent_requests_user_id",
      ["user_id"],
      "users",
      ["id"],
      (key) => key.onDelete("cascade"),
    )
    .execute();
  await db.schema
    .createIndex("idempotent_requests_by_age")
    .on("idempotent_requests")
    .columns(["user_id", "started_at"])
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable("idempotent_requests").execute();
  await db.schema.dropTable("refresh_tokens").execute();
  await db.schema.dropTable("sign_ins").execute();
  await db.schema.dropTable("users").execute();
}
