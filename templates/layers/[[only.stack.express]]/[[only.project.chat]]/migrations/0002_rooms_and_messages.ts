/** Rooms, members and messages. */

import type { Kysely } from "kysely";

import { columnsOf, type Columns } from "../src/database/columns.ts";

export async function up(db: Kysely<unknown>): Promise<void> {
  const columns = await columnsOf(db);
  await createRooms(db, columns);
  await createMembers(db, columns);
  await createMessages(db, columns);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable("messages").execute();
  await db.schema.dropTable("members").execute();
  await db.schema.dropTable("rooms").execute();
}

async function createRooms(
  db: Kysely<unknown>,
  { identifier, timestamp, flag, words }: Columns,
): Promise<void> {
  await db.schema
    .createTable("rooms")
    .addColumn("id", identifier, (column) => column.primaryKey().notNull())
    .addColumn("name", words(80), (column) => column.notNull())
    // Case folding can turn a letter into three.
    .addColumn("name_key", words(240), (column) => column.notNull().unique())
    .addColumn("topic", words(250))
    .addColumn("private", flag, (column) => column.notNull())
    .addColumn("created_by", identifier, (column) => column.notNull())
    .addColumn("created_at", timestamp, (column) => column.notNull())
    .addColumn("last_message_id", identifier, (column) => column.notNull())
    .addForeignKeyConstraint(
      "rooms_created_by",
      ["created_by"],
      "users",
      ["id"],
      (key) => key.onDelete("cascade"),
    )
    .execute();
  await addIndex(db, "rooms_by_maker", "rooms", ["created_by"]);
}

async function createMembers(
  db: Kysely<unknown>,
  { identifier, timestamp }: Columns,
): Promise<void> {
  await db.schema
    .createTable("members")
    .addColumn("id", identifier, (column) => column.primaryKey().notNull())
    .addColumn("room_id", identifier, (column) => column.notNull())
    .addColumn("user_id", identifier, (column) => column.notNull())
    .addColumn("joined_at", timestamp, (column) => column.notNull())
    .addColumn("read_up_to", identifier, (column) => column.notNull())
    .addUniqueConstraint("members_once", ["room_id", "user_id"])
    .addForeignKeyConstraint(
      "members_room_id",
      ["room_id"],
      "rooms",
      ["id"],
      (key) => key.onDelete("cascade"),
    )
    .addForeignKeyConstraint(
      "members_user_id",
      ["user_id"],
      "users",
      ["id"],
      (key) => key.onDelete("cascade"),
    )
    .execute();
  await addIndex(db, "members_in_order", "members", ["room_id", "id"]);
  await addIndex(db, "members_by_user", "members", ["user_id"]);
}

async function createMessages(
  db: Kysely<unknown>,
  { identifier, timestamp, words }: Columns,
): Promise<void> {
  await db.schema
    .createTable("messages")
    .addColumn("id", identifier, (column) => column.primaryKey().notNull())
    .addColumn("room_id", identifier, (column) => column.notNull())
    .addColumn("author_id", identifier, (column) => column.notNull())
    .addColumn("body", words(), (column) => column.notNull())
    .addColumn("created_at", timestamp, (column) => column.notNull())
    .addColumn("edited_at", timestamp)
    .addForeignKeyConstraint(
      "messages_room_id",
      ["room_id"],
      "rooms",
      ["id"],
      (key) => key.onDelete("cascade"),
    )
    .addForeignKeyConstraint(
      "messages_author_id",
      ["author_id"],
      "users",
      ["id"],
      (key) => key.onDelete("cascade"),
    )
    .execute();
  await addIndex(db, "messages_in_order", "messages", ["room_id", "id"]);
  await addIndex(db, "messages_by_author", "messages", ["author_id"]);
}

async function addIndex(
  db: Kysely<unknown>,
  name: string,
  table: string,
  columns: string[],
): Promise<void> {
  await db.schema.createIndex(name).on(table).columns(columns).execute();
}
