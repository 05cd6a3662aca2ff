/** Node.js's built-in SQLite for Kysely. Times and booleans are converted according to the column's type. */

import {
  DatabaseSync,
  type SQLInputValue,
  type SQLOutputValue,
  type StatementSync,
} from "node:sqlite";

import {
  SqliteAdapter,
  SqliteDialect,
  type SqliteDatabase,
  type SqliteStatement,
} from "kysely";

import { PatientDriver } from "./sqlite-driver.ts";

export function sqlite(url: string): SqliteDialect {
  const file = url.replace(/^sqlite:\/\/\//, "");
  return new NodeSqliteDialect(() => Promise.resolve(open(file)));
}

class NodeSqliteDialect extends SqliteDialect {
  readonly #database: () => Promise<SqliteDatabase>;

  constructor(database: () => Promise<SqliteDatabase>) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): PatientDriver {
    return new PatientDriver({ database: this.#database });
  }

  override createAdapter(): SqliteAdapter {
    return new QueuedAdapter();
  }
}

/** The driver queues statements itself, so that the waiting time counts. */
class QueuedAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

function open(file: string): SqliteDatabase {
  const database = new DatabaseSync(file, { timeout: 500 });
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  // From now on, the driver waits for locks.
  database.exec("PRAGMA busy_timeout = 0");
  return {
    close: () => {
      database.close();
    },
    prepare: (sql) => adapt(database.prepare(sql)),
  };
}

function adapt(statement: StatementSync): SqliteStatement {
  const columns = statement.columns();
  const convert = (row: Record<string, SQLOutputValue>) => {
    const converted: Record<string, unknown> = { ...row };
    for (const { name, type } of columns) {
      converted[name] = read(row[name] ?? null, type);
    }
    return converted;
  };
  return {
    reader: columns.length > 0,
    all: (values) => statement.all(...values.map(bound)).map(convert),
    run: (values) => statement.run(...values.map(bound)),
    *iterate(values) {
      for (const row of statement.iterate(...values.map(bound))) {
        yield convert(row);
      }
    },
  };
}

function read(value: SQLOutputValue, type: string | null): unknown {
  if (value === null) {
    return null;
  }
  switch (type) {
    case "timestamp":
      return new Date(value as string);
    case "boolean":
      return value === 1;
    default:
      return value;
  }
}

function bound(value: unknown): SQLInputValue {
  if (value instanceof Date) {
    return value.toISOString();
  }
  return typeof value === "boolean" ? Number(value) : (value as SQLInputValue);
}
