/** Users and follows. */

import type { Kysely } from "kysely";

import { columnsOf } from "../src/database/columns.ts";

export async function up(db: Kysely<unknown>): Promise<void> {
  const { identifier, timestamp, words } = await columnsOf(db);

  await db.schema
    .createTable("users")
    .addColumn("id", identifier, (column) => column.primaryKey().notNull())
    .addColumn("username", words(64), (column) => column.notNull().unique())
    .addColumn("email", words(254), (column) => column.notNull())
    // Case folding can turn a letter into three.
    .addColumn("email_key", words(762), (column) => column.notNull().unique())
    .addColumn("password_hash", words(255), (column) => column.notNull())
    .addColumn("bio", words(2000))
    .addColumn("image", words(2048))
    .addColumn("created_at", timestamp, (column) => column.notNull())
    .execute();

  await db.schema
    .createTable("follows")
    .addColumn("follower_id", identifier, (column) => column.notNull())
    .addColumn("followed_id", identifier, (column) => column.notNull())
    .addPrimaryKeyConstraint("follows_key", ["follower_id", "followed_id"])
    .addForeignKeyConstraint(
      "follows_follower_id",
      ["follower_id"],
      "users",
      ["id"],
      (key) => key.onDelete("cascade"),
    )
    .addForeignKeyConstraint(
      "follows_followed_id",
      ["followed_id"],
      "users",
      ["id"],
      (key) => key.onDelete("cascade"),
    )
    .execute();
  await db.schema
    .createIndex("follows_by_followed")
    .on("follows")
    .column("followed_id")
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable("follows").execute();
  await db.schema.dropTable("users").execute();
}
