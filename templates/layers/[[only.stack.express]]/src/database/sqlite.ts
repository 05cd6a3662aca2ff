/** Node.js's built-in SQLite for Kysely. Times and booleans are converted according to the column's type. */

import {
  DatabaseSync,
  type SQLInputValue,
  type SQLOutputValue,
  type StatementSync,
} from "node:sqlite";

import {
  SqliteIntrospector,
  SqliteQueryCompiler,
  type Dialect,
  type SqliteDatabase,
  type SqliteStatement,
} from "kysely";

import { PatientDriver, TurnsAdapter } from "./sqlite-driver.ts";

type Value = SQLOutputValue;
type Row = Record<string, unknown>;

/** A statement that returns rows as arrays. */
interface Lists {
  all(...values: SQLInputValue[]): Value[][];
  iterate(...values: SQLInputValue[]): Iterable<Value[]>;
}

const MOST_STATEMENTS = 500;
const READERS: Record<string, (value: Value) => unknown> = {
  timestamp: (value) => new Date(value as string),
  boolean: (value) => value === 1,
};

export function sqlite(url: string): Dialect {
  const file = url.replace(/^sqlite:\/\/\//, "");
  const database = () => Promise.resolve(open(file));
  return {
    createAdapter: () => new TurnsAdapter(),
    createDriver: () => new PatientDriver({ database }),
    createIntrospector: (kysely) => new SqliteIntrospector(kysely),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

function open(file: string): SqliteDatabase {
  const database = new DatabaseSync(file, { timeout: 500 });
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  // From now on, the driver waits for locks.
  database.exec("PRAGMA busy_timeout = 0");
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
      // A transaction acquires the write lock when it begins, and waits for it there.
      const words = sql === "begin" ? "begin immediate" : sql;
      const statement = wrap(database.prepare(words));
      prepared.set(sql, statement);
      return statement;
    },
  };
}

function wrap(statement: StatementSync): SqliteStatement {
  const columns = statement.columns().map(({ name, type }) => {
    return { name, read: READERS[type ?? ""] };
  });
  const toRow = (values: Value[]): Row => {
    const row: Row = {};
    for (const [place, { name, read }] of columns.entries()) {
      const value = values[place] ?? null;
      row[name] = read && value !== null ? read(value) : value;
    }
    return row;
  };
  // Reading arrays is faster than the row objects of Node.js.
  statement.setReturnArrays(true);
  const lists = statement as unknown as Lists;
  return {
    reader: columns.length > 0,
    all: (values) => lists.all(...values.map(bound)).map(toRow),
    run: (values) => statement.run(...values.map(bound)),
    *iterate(values) {
      for (const list of lists.iterate(...values.map(bound))) {
        yield toRow(list);
      }
    },
  };
}

function bound(value: unknown): SQLInputValue {
  if (value instanceof Date) {
    return value.toISOString();
  }
  return typeof value === "boolean" ? Number(value) : (value as SQLInputValue);
}
