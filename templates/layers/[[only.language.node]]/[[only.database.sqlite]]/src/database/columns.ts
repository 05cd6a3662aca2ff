/** Column types for migrations. SQLite ignores most of them, but `sqlite.ts` converts values by them. */

import { sql, type Kysely, type RawBuilder } from "kysely";

type ColumnType = RawBuilder<unknown>;

export interface Columns {
  /** An auto-increment primary key that never reuses a number. Foreign keys to it are "bigint". */
  counter: ColumnType;
  /** A UUID, sorted as text. */
  identifier: ColumnType;
  /** A UTC timestamp with millisecond precision. */
  timestamp: ColumnType;
  flag: ColumnType;
  /** Text, compared and sorted by code point, with case and spaces. SQLite does not enforce the length. */
  words: (length?: number) => ColumnType;
}

const sqlite: Columns = {
  counter: sql`integer primary key autoincrement`,
  identifier: sql`text`,
  timestamp: sql`timestamp`,
  flag: sql`boolean`,
  words: () => sql`text`,
};

/** The migrations would stay the same with another database, whose types could depend on its version. */
export const columnsOf: (database: Kysely<unknown>) => Promise<Columns> = () =>
  Promise.resolve(sqlite);
