/** Favourites and comments. */

import type { Kysely } from "kysely";

import { columnsOf, type Columns } from "../src/database/columns.ts";

export async function up(db: Kysely<unknown>): Promise<void> {
  const columns = await columnsOf(db);
  await createFavorites(db, columns);
  await createComments(db, columns);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable("comments").execute();
  await db.schema.dropTable("favorites").execute();
}

async function createFavorites(
  db: Kysely<unknown>,
  { identifier }: Columns,
): Promise<void> {
  await db.schema
    .createTable("favorites")
    .addColumn("article_id", "bigint", (column) => column.notNull())
    .addColumn("user_id", identifier, (column) => column.notNull())
    .addPrimaryKeyConstraint("favorites_key", ["article_id", "user_id"])
    .addForeignKeyConstraint(
      "favorites_article_id",
      ["article_id"],
      "articles",
      ["id"],
      (key) => key.onDelete("cascade"),
    )
    .addForeignKeyConstraint(
      "favorites_user_id",
      ["user_id"],
      "users",
      ["id"],
      (key) => key.onDelete("cascade"),
    )
    .execute();
  await db.schema
    .createIndex("favorites_by_user")
    .on("favorites")
    .columns(["user_id", "article_id"])
    .execute();
}

async function createComments(
  db: Kysely<unknown>,
  { counter, identifier, timestamp, words }: Columns,
): Promise<void> {
  await db.schema
    .createTable("comments")
    .addColumn("id", counter)
    .addColumn("article_id", "bigint", (column) => column.notNull())
    .addColumn("author_id", identifier, (column) => column.notNull())
    .addColumn("body", words(), (column) => column.notNull())
    .addColumn("created_at", timestamp, (column) => column.notNull())
    .addColumn("updated_at", timestamp, (column) => column.notNull())
    .addForeignKeyConstraint(
      "comments_article_id",
      ["article_id"],
      "articles",
      ["id"],
      (key) => key.onDelete("cascade"),
    )
    .addForeignKeyConstraint(
      "comments_author_id",
      ["author_id"],
      "users",
      ["id"],
      (key) => key.onDelete("cascade"),
    )
    .execute();
  const indexes = {
    comments_by_article: ["article_id", "id"],
    comments_by_author: ["author_id"],
  };
  for (const [name, columns] of Object.entries(indexes)) {
    await db.schema.createIndex(name).on("comments").columns(columns).execute();
  }
}
