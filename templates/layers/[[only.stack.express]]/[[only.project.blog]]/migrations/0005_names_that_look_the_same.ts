/** Usernames are normalized for comparison. */

import { sql, type Kysely } from "kysely";

import { columnsOf } from "../src/database/columns.ts";
import { dropIndex } from "../src/database/indexes.ts";
import { asCompared } from "../src/text.ts";

interface User {
  id: string;
  username: string;
}

export async function up(db: Kysely<unknown>): Promise<void> {
  const { words } = await columnsOf(db);

  // Composing a letter can turn it into three.
  await db.schema
    .alterTable("users")
    .addColumn("username_key", words(192), (column) =>
      column.notNull().defaultTo(""),
    )
    .execute();
  await fillKeys(db);
  await db.schema
    .createIndex("users_by_username_key")
    .on("users")
    .column("username_key")
    .unique()
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await dropIndex(db, "users_by_username_key", "users");
  await db.schema.alterTable("users").dropColumn("username_key").execute();
}

/** If two existing names look the same, both are kept, and one of them is not normalized. */
async function fillKeys(db: Kysely<unknown>): Promise<void> {
  await sql`update users set username_key = username`.execute(db);
  const { rows } = await sql<User>`select id, username from users`.execute(db);
  const taken = new Set(rows.map(({ username }) => username));
  for (const { id, username } of rows) {
    const key = asCompared(username);
    if (!taken.has(key)) {
      taken.add(key);
      await sql`update users set username_key = ${key} where id = ${id}`.execute(
        db,
      );
    }
  }
}
