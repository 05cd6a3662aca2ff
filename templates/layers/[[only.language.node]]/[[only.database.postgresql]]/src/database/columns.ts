/** Column types for migrations, which behave the same on PostgreSQL and SQLite. */

import { PostgresAdapter, sql, type Kysely, type RawBuilder } from "kysely";

type ColumnType = RawBuilder<unknown>;

export interface Columns {
  /** An auto-increment primary key that never reuses a number. Foreign keys to it are "bigint". */
  counter: ColumnType;
  /** A UUID, sorted as text. */
  identifier: ColumnType;
  /** A UTC timestamp with millisecond precision. */
  timestamp: ColumnType;
  flag: ColumnType;
  /** Text, compared and sorted by code point, with case and spaces. Unlimited without a length. */
  words: (length?: number) => ColumnType;
}

const sqlite: Columns = {
  counter: sql`integer primary key autoincrement`,
  identifier: sql`text`,
  timestamp: sql`timestamp`,
  flag: sql`boolean`,
  words: () => sql`text`,
};

const postgresql: Columns = {
  counter: sql`bigint generated always as identity primary key`,
  identifier: sql`uuid`,
  timestamp: sql`timestamp(3) with time zone`,
  flag: sql`boolean`,
  words: (length) =>
    length === undefined
      ? sql`text collate "C"`
      : sql`varchar(${sql.lit(length)}) collate "C"`,
};

/** A promise, because other databases have types that depend on their version. */
export function columnsOf(database: Kysely<unknown>): Promise<Columns> {
  const { adapter } = database.getExecutor();
  return Promise.resolve(
    adapter instanceof PostgresAdapter ? postgresql : sqlite,
  );
}
