/** Column types for migrations, which behave the same on MySQL, MariaDB and SQLite. */

import { MysqlAdapter, sql, type Kysely, type RawBuilder } from "kysely";

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

export async function columnsOf(database: Kysely<unknown>): Promise<Columns> {
  const { adapter } = database.getExecutor();
  return adapter instanceof MysqlAdapter ? mysql(database) : sqlite;
}

const sqlite: Columns = {
  counter: sql`integer primary key autoincrement`,
  identifier: sql`text`,
  timestamp: sql`timestamp`,
  flag: sql`boolean`,
  words: () => sql`text`,
};

async function mysql(database: Kysely<unknown>): Promise<Columns> {
  const version = sql<{ version: string }>`select version() as version`;
  const { rows } = await version.execute(database);
  const isMariaDb = rows[0]?.version.includes("MariaDB");
  const collation = sql.raw(
    isMariaDb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin",
  );
  return {
    counter: sql`bigint auto_increment primary key`,
    identifier: sql`char(36) character set ascii collate ascii_bin`,
    timestamp: sql`datetime(3)`,
    flag: sql`boolean`,
    words: (length) =>
      length === undefined
        ? sql`mediumtext character set utf8mb4 collate ${collation}`
        : sql`varchar(${sql.lit(length)}) character set utf8mb4 collate ${collation}`,
  };
}
