import type { Logger } from "pino";

import type { Announcement, Fanout, Listener } from "./fanout.ts";
import type { PresentUser, PresentUsers } from "./frames.ts";
import { RedisPresence } from "./redis-presence.ts";
import { RedisLocks } from "./locks.ts";
import {
  connectRedis,
  redisCall,
  type Redis,
  type RedisOptions,
} from "./redis.ts";

/** How long a signature may wait for its subscription, in seconds. */
const SIGN_IN_KEPT_FOR = 600;
/** In milliseconds. */
const PACE = { lease: 15_000, renewal: 5_000 };

/** Makes several processes behave as one. */
export class RedisFanout implements Fanout {
  readonly #redis: Redis;
  readonly #subscriber: Redis;
  readonly #name: string;
  readonly #logger: Logger;
  readonly #locks: RedisLocks;
  readonly #leases: RedisPresence;
  readonly #between: number;
  #renewal: NodeJS.Timeout | undefined;

  /** Applications with different names can share a Redis without receiving each other's events. */
  constructor(
    options: RedisOptions,
    name: string,
    logger: Logger,
    pace = PACE,
  ) {
    this.#redis = connectRedis(options);
    this.#subscriber = connectRedis(options);
    this.#name = `chat:${name}`;
    this.#logger = logger;
    this.#locks = new RedisLocks(this.#redis, this.#name, logger);
    this.#leases = new RedisPresence(
      this.#redis,
      this.#name,
      logger,
      pace.lease,
    );
    this.#between = pace.renewal;
  }

  open(listener: Listener): void {
    this.#redis.on("error", (error) => {
      this.#logger.error(error, "Redis does not answer");
    });
    // Fails if it is closed before it is connected.
    this.#redis.connect().catch(() => undefined);
    this.#listen(listener).catch(() => undefined);
    this.#renewal = setInterval(() => {
      void this.#renew(listener);
    }, this.#between);
  }

  close(): Promise<void> {
    clearInterval(this.#renewal);
    for (const client of [this.#redis, this.#subscriber]) {
      if (client.isOpen) {
        client.destroy();
      }
    }
    return Promise.resolve();
  }

  withLock<Result>(
    channel: string,
    work: () => Promise<Result>,
  ): Promise<Result> {
    return this.#locks.hold(channel, work);
  }

  async publish(announcement: Announcement): Promise<void> {
    try {
      await this.#redis.publish(this.#name, JSON.stringify(announcement));
    } catch (error) {
      // Announced changes are already stored. Clients that missed one catch up over REST.
      this.#logger.error(error, "An announcement was lost");
    }
  }

  async saveSignIn(
    socketId: string,
    channel: string,
    signInId: string,
  ): Promise<void> {
    const key = this.#signInKey(socketId, channel);
    const expiration = { type: "EX", value: SIGN_IN_KEPT_FOR } as const;
    await redisCall(this.#logger, () =>
      this.#redis.set(key, signInId, { expiration }),
    );
  }

  async signInOf(
    socketId: string,
    channel: string,
  ): Promise<string | undefined> {
    const key = this.#signInKey(socketId, channel);
    const found = await redisCall(this.#logger, () => this.#redis.get(key));
    return found ?? undefined;
  }

  present(channel: string): Promise<PresentUsers> {
    return this.#leases.present(channel);
  }

  expired(channel: string): Promise<string[]> {
    return this.#leases.expired(channel);
  }

  enter(channel: string, socketId: string, user: PresentUser): Promise<void> {
    return this.#leases.enter(channel, socketId, user);
  }

  leave(channel: string, socketIds: string[]): Promise<void> {
    return this.#leases.leave(channel, socketIds);
  }

  #signInKey(socketId: string, channel: string): string {
    return `${this.#name}:vouched:${socketId}:${channel}`;
  }

  /** Announcements are lost while Redis is unavailable, so clients have to reconnect and catch up. */
  async #listen(listener: Listener): Promise<void> {
    this.#subscriber.on("error", (error) => {
      this.#logger.error(error, "Redis does not answer");
      listener.reconnect();
    });
    this.#subscriber.on("ready", () => {
      listener.reconnect();
    });
    await this.#subscriber.connect();
    await this.#subscriber.subscribe(this.#name, (message) => {
      listener.deliver(JSON.parse(message) as Announcement);
    });
    listener.reconnect();
  }

  async #renew(listener: Listener): Promise<void> {
    try {
      for (const [channel, users] of [...listener.presentHere()]) {
        const ids = [...users.keys()];
        const lost = await this.#leases.renew(channel, ids);
        // Connections that left in the meantime have no lease to renew.
        listener.reconnect(lost.filter((socketId) => users.has(socketId)));
        await listener.removeExpired(channel);
      }
    } catch (error) {
      this.#logger.error(error, "Presence could not be renewed");
    }
  }
}
