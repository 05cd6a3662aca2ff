/** SQLite as Node.js has it, for Kysely. Times and flags come out as the types that their columns declare. */

import {
  DatabaseSync,
  type SQLInputValue,
  type StatementSync,
} from "node:sqlite";

import {
  SqliteDialect,
  type SqliteDatabase,
  type SqliteStatement,
} from "kysely";

type Row = Record<string, unknown>;
type Reading = readonly [column: string, read: (value: unknown) => unknown];

const MOST_STATEMENTS = 500;
const READERS: Record<string, (value: unknown) => unknown> = {
  timestamp: (value) => new Date(value as string),
  boolean: (value) => value === 1,
};

export function sqlite(url: string): SqliteDialect {
  const file = url.replace(/^sqlite:\/\/\//, "");
  return new SqliteDialect({ database: () => Promise.resolve(open(file)) });
}

function open(file: string): SqliteDatabase {
  const database = new DatabaseSync(file, { timeout: 30_000 });
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  const prepared = new Map<string, SqliteStatement>();

  return {
    close: () => {
      database.close();
    },
    prepare: (sql) => {
      const known = prepared.get(sql);
      if (known) {
        return known;
      }
      if (prepared.size >= MOST_STATEMENTS) {
        prepared.clear();
      }
      // A transaction takes the lock for writing when it begins, and waits for it there.
      const words = sql === "begin" ? "begin immediate" : sql;
      const statement = wrap(database.prepare(words));
      prepared.set(sql, statement);
      return statement;
    },
  };
}

function wrap(statement: StatementSync): SqliteStatement {
  const columns = statement.columns();
  const readings = columns.flatMap(({ name, type }): Reading[] => {
    const read = READERS[type ?? ""];
    return read ? [[name, read]] : [];
  });
  return {
    reader: columns.length > 0,
    all: (values) =>
      statement.all(...values.map(bound)).map((row) => typed(row, readings)),
    run: (values) => statement.run(...values.map(bound)),
    *iterate(values) {
      for (const row of statement.iterate(...values.map(bound))) {
        yield typed(row, readings);
      }
    },
  };
}

function typed(row: Row, readings: readonly Reading[]): Row {
  for (const [column, read] of readings) {
    if (row[column] !== null) {
      row[column] = read(row[column]);
    }
  }
  return row;
}

function bound(value: unknown): SQLInputValue {
  if (value instanceof Date) {
    return value.toISOString();
  }
  return typeof value === "boolean" ? Number(value) : (value as SQLInputValue);
}
