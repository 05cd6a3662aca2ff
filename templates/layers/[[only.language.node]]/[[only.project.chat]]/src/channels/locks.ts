/** Locks per channel. */

import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import type { Logger } from "pino";

import { Unavailable } from "../failures.ts";
import { redisCall, type Redis } from "./redis.ts";

/** In milliseconds. */
const EXPIRES_AFTER = 10_000;
const ACQUIRE_TIMEOUT = EXPIRES_AFTER + 5_000;
const RETRY_INTERVAL = 3;

/** Release the lock, unless it has expired and someone else has it. */
const RELEASE = `
  if redis.call("get", KEYS[1]) == ARGV[1] then
    return redis.call("del", KEYS[1])
  end
  return 0`;

/** A lock per channel, across all processes. */
export class RedisLocks {
  readonly #redis: Redis;
  readonly #prefix: string;
  readonly #logger: Logger;
  readonly #here = new Locks();

  constructor(redis: Redis, prefix: string, logger: Logger) {
    this.#redis = redis;
    this.#prefix = prefix;
    this.#logger = logger;
  }

  hold<Result>(channel: string, work: () => Promise<Result>): Promise<Result> {
    // Lock within this process first, so that each process has one contender in Redis.
    return this.#here.hold(channel, async () => {
      const key = `${this.#prefix}:turn:${channel}`;
      const token = randomUUID();
      await this.#acquire(key, token);
      try {
        return await work();
      } finally {
        // A lock that cannot be released expires.
        await this.#redis
          .eval(RELEASE, { keys: [key], arguments: [token] })
          .catch(() => undefined);
      }
    });
  }

  async #acquire(key: string, token: string): Promise<void> {
    const deadline = performance.now() + ACQUIRE_TIMEOUT;
    const expiration = { type: "PX", value: EXPIRES_AFTER } as const;
    const claim = () =>
      this.#redis.set(key, token, { condition: "NX", expiration });
    while ((await redisCall(this.#logger, claim)) === null) {
      if (performance.now() > deadline) {
        throw new Unavailable("The room is busy. Try again.");
      }
      await sleep(RETRY_INTERVAL);
    }
  }
}

/** Within this process, first come, first served. */
export class Locks {
  readonly #last = new Map<string, Promise<unknown>>();

  async hold<Result>(
    channel: string,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const before = this.#last.get(channel) ?? Promise.resolve();
    const turn = before.then(work);
    const over = turn.catch(() => undefined);
    this.#last.set(channel, over);
    try {
      return await turn;
    } finally {
      if (this.#last.get(channel) === over) {
        this.#last.delete(channel);
      }
    }
  }
}
