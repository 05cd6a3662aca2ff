import type { Logger } from "pino";

import type { PresentUser, PresentUsers } from "./frames.ts";
import { redisCall, timeOf, type Redis } from "./redis.ts";

/**
 * Presence is a lease: a sorted set per channel stores until when each connection counts as present. A process renews
 * its own leases; if it is killed they expire, and another process removes them.
 */
export class RedisPresence {
  readonly #redis: Redis;
  readonly #prefix: string;
  readonly #logger: Logger;
  /** In milliseconds. */
  readonly #length: number;

  constructor(redis: Redis, prefix: string, logger: Logger, length: number) {
    this.#redis = redis;
    this.#prefix = prefix;
    this.#logger = logger;
    this.#length = length;
  }

  async present(channel: string): Promise<PresentUsers> {
    const entries = await redisCall(this.#logger, () =>
      this.#redis.hGetAll(this.#users(channel)),
    );
    return new Map(
      Object.entries(entries).map(([socketId, user]) => [
        socketId,
        JSON.parse(user) as PresentUser,
      ]),
    );
  }

  expired(channel: string): Promise<string[]> {
    return redisCall(this.#logger, async () => {
      const now = String(await timeOf(this.#redis));
      const key = this.#leases(channel);
      return this.#redis.zRange(key, "-inf", `(${now}`, { BY: "SCORE" });
    });
  }

  async enter(
    channel: string,
    socketId: string,
    user: PresentUser,
  ): Promise<void> {
    const [leases, users] = [this.#leases(channel), this.#users(channel)];
    await redisCall(this.#logger, async () => {
      const until = (await timeOf(this.#redis)) + this.#length;
      await this.#redis
        .multi()
        .zAdd(leases, { value: socketId, score: until })
        .hSet(users, socketId, JSON.stringify(user))
        .pExpire(leases, this.#length * 4)
        .pExpire(users, this.#length * 4)
        .exec();
    });
  }

  async leave(channel: string, socketIds: string[]): Promise<void> {
    if (socketIds.length > 0) {
      await redisCall(this.#logger, () =>
        this.#redis
          .multi()
          .zRem(this.#leases(channel), socketIds)
          .hDel(this.#users(channel), socketIds)
          .exec(),
      );
    }
  }

  /** Returns the connections whose lease had expired: others have already seen them leave. */
  renew(channel: string, socketIds: string[]): Promise<string[]> {
    const [leases, users] = [this.#leases(channel), this.#users(channel)];
    return redisCall(this.#logger, async () => {
      const score = (await timeOf(this.#redis)) + this.#length;
      const renewed = socketIds.map((value) => ({ value, score }));
      const [, scores] = await Promise.all([
        this.#redis.zAdd(leases, renewed, { condition: "XX" }),
        this.#redis.zmScore(leases, socketIds),
        this.#redis.pExpire(leases, this.#length * 4),
        this.#redis.pExpire(users, this.#length * 4),
      ]);
      return socketIds.filter((_, index) => scores[index] === null);
    });
  }

  #leases(channel: string): string {
    return `${this.#prefix}:leases:${channel}`;
  }

  #users(channel: string): string {
    return `${this.#prefix}:users:${channel}`;
  }
}
