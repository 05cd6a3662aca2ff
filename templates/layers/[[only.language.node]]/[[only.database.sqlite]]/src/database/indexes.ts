import type { Kysely } from "kysely";

/** The migrations would stay the same with MySQL, which needs the table of an index. */
export const dropIndex: (
  db: Kysely<unknown>,
  name: string,
  table: string,
) => Promise<void> = (db, name) => db.schema.dropIndex(name).execute();
