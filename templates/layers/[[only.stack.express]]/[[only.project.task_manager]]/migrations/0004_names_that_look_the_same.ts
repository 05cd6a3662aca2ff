/** Project names are normalized for comparison. */

import { sql, type Kysely } from "kysely";

import { columnsOf } from "../src/database/columns.ts";
import { dropIndex } from "../src/database/indexes.ts";
import { asCompared } from "../src/text.ts";

interface Project {
  id: string;
  user_id: string;
  name: string;
}

export async function up(db: Kysely<unknown>): Promise<void> {
  const { words } = await columnsOf(db);

  // Composing a letter can turn it into three.
  await db.schema
    .alterTable("projects")
    .addColumn("name_key", words(300), (column) =>
      column.notNull().defaultTo(""),
    )
    .execute();
  await fillKeys(db);
  await db.schema
    .createIndex("projects_name_key")
    .on("projects")
    .columns(["user_id", "name_key"])
    .unique()
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await dropIndex(db, "projects_name_key", "projects");
  await db.schema.alterTable("projects").dropColumn("name_key").execute();
}

/** If two existing names look the same, both are kept, and one of them is not normalized. */
async function fillKeys(db: Kysely<unknown>): Promise<void> {
  await sql`update projects set name_key = name`.execute(db);
  const { rows } =
    await sql<Project>`select id, user_id, name from projects`.execute(db);
  const taken = new Set(rows.map(({ user_id, name }) => user_id + name));
  for (const { id, user_id, name } of rows) {
    const key = asCompared(name);
    if (!taken.has(user_id + key)) {
      taken.add(user_id + key);
      await sql`update projects set name_key = ${key} where id = ${id}`.execute(
        db,
      );
    }
  }
}
