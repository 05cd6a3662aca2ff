/**
 * Kysely on Node.js's built-in SQLite. SQLite itself would block the whole process, even `/healthz`, while another
 * process has the lock. So statements fail immediately, and the driver waits and tries again while requests are served.
 */

import {
  DatabaseSync,
  type SQLInputValue,
  type SQLOutputValue,
  type StatementSync,
} from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

import {
  CompiledQuery,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type SqliteDatabase,
  type SqliteStatement,
} from "kysely";

import { isLocked } from "./errors.ts";

/** How long a statement waits for the connection and a lock, in milliseconds. */
const LOCK_TIMEOUT = 4_000;
const RETRY_INTERVAL = 20;

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

  override createDriver(): RetryingDriver {
    return new RetryingDriver({ database: this.#database });
  }

  override createAdapter(): SqliteAdapter {
    return new QueuedAdapter();
  }
}

/** Says yes, so that Kysely does not queue first: waiting for the connection counts towards the four seconds. */
class QueuedAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

/** Has a single connection, which one statement or transaction uses at a time. */
class RetryingDriver extends SqliteDriver {
  #released = Promise.resolve();
  /** Of the one that has the connection. */
  #release = (): void => undefined;

  override async acquireConnection(): Promise<DatabaseConnection> {
    const deadline = performance.now() + LOCK_TIMEOUT;
    const released = this.#released;
    const next = Promise.withResolvers<undefined>();
    this.#released = next.promise;
    await released;
    this.#release = () => {
      next.resolve(undefined);
    };
    const connection = await super.acquireConnection();
    return {
      executeQuery: (query) =>
        retryWhileLocked(deadline, () => connection.executeQuery(query)),
      streamQuery: (query, size) => connection.streamQuery(query, size),
    };
  }

  override async releaseConnection(): Promise<void> {
    await super.releaseConnection();
    this.#release();
  }

  /** A transaction acquires the write lock when it begins, and waits for it there. */
  override async beginTransaction(
    connection: DatabaseConnection,
  ): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }
}

async function retryWhileLocked<Result>(
  deadline: number,
  work: () => Promise<Result>,
): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isLocked(error) || performance.now() > deadline) {
        throw error;
      }
      await sleep(RETRY_INTERVAL);
    }
  }
}

/** Foreign keys are on by default in node:sqlite. */
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

/** SQLite has no types for them: the column's declared type says which values are times and booleans. */
const CONVERSIONS: Record<string, (value: SQLOutputValue) => unknown> = {
  timestamp: (value) => new Date(value as string),
  boolean: (value) => value === 1,
};

function adapt(statement: StatementSync): SqliteStatement {
  const columns = statement.columns();
  const conversions = columns.flatMap(({ name, type }) => {
    const convert = CONVERSIONS[type ?? ""];
    return convert ? [{ name, convert }] : [];
  });
  const read = (row: Record<string, unknown>) => {
    for (const { name, convert } of conversions) {
      const value = row[name] as SQLOutputValue;
      row[name] = value === null ? null : convert(value);
    }
    return row;
  };
  return {
    reader: columns.length > 0,
    all: (values) => statement.all(...values.map(toSqlite)).map(read),
    run: (values) => statement.run(...values.map(toSqlite)),
    *iterate(values) {
      for (const row of statement.iterate(...values.map(toSqlite))) {
        yield read(row);
      }
    },
  };
}

function toSqlite(value: unknown): SQLInputValue {
  if (value instanceof Date) {
    return value.toISOString();
  }
  return typeof value === "boolean" ? Number(value) : (value as SQLInputValue);
}
