/** Articles and their tags. */

import type { Kysely } from "kysely";

import { columnsOf, type Columns } from "../src/database/columns.ts";

export async function up(db: Kysely<unknown>): Promise<void> {
  const columns = await columnsOf(db);
  await createArticles(db, columns);
  await createTags(db, columns);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable("article_tags").execute();
  await db.schema.dropTable("tags").execute();
  await db.schema.dropTable("articles").execute();
}

async function createArticles(
  db: Kysely<unknown>,
  { counter, identifier, timestamp, words }: Columns,
): Promise<void> {
  await db.schema
    .createTable("articles")
    .addColumn("id", counter)
    .addColumn("author_id", identifier, (column) => column.notNull())
    .addColumn("slug", words(300), (column) => column.notNull().unique())
    .addColumn("title", words(255), (column) => column.notNull())
    .addColumn("description", words(1000), (column) => column.notNull())
    .addColumn("body", words(), (column) => column.notNull())
    .addColumn("created_at", timestamp, (column) => column.notNull())
    .addColumn("updated_at", timestamp, (column) => column.notNull())
    .addForeignKeyConstraint(
      "articles_author_id",
      ["author_id"],
      "users",
      ["id"],
      (key) => key.onDelete("cascade"),
    )
    .execute();
  await db.schema
    .createIndex("articles_by_author")
    .on("articles")
    .columns(["author_id", "id"])
    .execute();
}

async function createTags(
  db: Kysely<unknown>,
  { counter, words }: Columns,
): Promise<void> {
  await db.schema
    .createTable("tags")
    .addColumn("id", counter)
    .addColumn("name", words(64), (column) => column.notNull().unique())
    .execute();
  await db.schema
    .createTable("article_tags")
    .addColumn("article_id", "bigint", (column) => column.notNull())
    .addColumn("tag_id", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("article_tags_key", ["article_id", "tag_id"])
    .addForeignKeyConstraint(
      "article_tags_article_id",
      ["article_id"],
      "articles",
      ["id"],
      (key) => key.onDelete("cascade"),
    )
    .addForeignKeyConstraint(
      "article_tags_tag_id",
      ["tag_id"],
      "tags",
      ["id"],
      (key) => key.onDelete("cascade"),
    )
    .execute();
  await db.schema
    .createIndex("article_tags_by_tag")
    .on("article_tags")
    .columns(["tag_id", "article_id"])
    .execute();
}
