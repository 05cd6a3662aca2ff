/**
 * SQLite would block this whole process while another one has the lock. So it fails immediately, and this driver waits
 * and tries again, while other requests are served.
 */

import { setTimeout as sleep } from "node:timers/promises";

import { CompiledQuery, SqliteDriver, type DatabaseConnection } from "kysely";

import { isLocked } from "./errors.ts";

/** How long a statement waits for the connection and a lock, in milliseconds. */
const PATIENCE = 4_000;
const PAUSE = 20;

/** There is a single connection, used by one transaction at a time. */
export class PatientDriver extends SqliteDriver {
  #released = Promise.resolve();
  #release = (): void => undefined;

  override async acquireConnection(): Promise<DatabaseConnection> {
    const deadline = performance.now() + PATIENCE;
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
        untilUnlocked(deadline, () => connection.executeQuery(query)),
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

async function untilUnlocked<Result>(
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
      await sleep(PAUSE);
    }
  }
}
