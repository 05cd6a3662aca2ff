/**
 * SQLite fails immediately if another process has the lock, because waiting inside it would block this whole process.
 * So this driver waits instead, while other requests are served.
 */

import { setTimeout as sleep } from "node:timers/promises";

import {
  SqliteAdapter,
  SqliteDriver,
  type CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
} from "kysely";

import { isLocked } from "./errors.ts";

/** How long a statement waits for the connection and a lock, in milliseconds. */
const PATIENCE = 4_000;
const PAUSE = 20;

/** There is a single connection, used by one transaction at a time. */
export class PatientDriver extends SqliteDriver {
  #lastTurn = Promise.resolve();
  #endTurn = (): void => undefined;

  override async acquireConnection(): Promise<DatabaseConnection> {
    const deadline = performance.now() + PATIENCE;
    const turnBefore = this.#lastTurn;
    const turn = Promise.withResolvers<undefined>();
    this.#lastTurn = turn.promise;
    await turnBefore;
    this.#endTurn = () => {
      turn.resolve(undefined);
    };
    return new PatientConnection(await super.acquireConnection(), deadline);
  }

  override async releaseConnection(): Promise<void> {
    await super.releaseConnection();
    this.#endTurn();
  }
}

class PatientConnection implements DatabaseConnection {
  readonly #connection: DatabaseConnection;
  readonly #deadline: number;

  constructor(connection: DatabaseConnection, deadline: number) {
    this.#connection = connection;
    this.#deadline = deadline;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    for (;;) {
      try {
        return await this.#connection.executeQuery<Row>(query);
      } catch (error) {
        if (!isLocked(error) || performance.now() > this.#deadline) {
          throw error;
        }
        await sleep(PAUSE);
      }
    }
  }

  streamQuery<Row>(
    query: CompiledQuery,
    chunkSize: number,
  ): AsyncIterableIterator<QueryResult<Row>> {
    return this.#connection.streamQuery(query, chunkSize);
  }
}

/** The driver queues them itself, so that the waiting time counts. */
export class TurnsAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}
