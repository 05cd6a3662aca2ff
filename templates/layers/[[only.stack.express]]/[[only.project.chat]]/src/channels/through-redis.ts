import type { Logger } from "pino";

import type { Announcement, Fanout, Listener } from "./fanout.ts";
import type { Visitor, Visitors } from "./frames.ts";
import { RedisLeases } from "./redis-leases.ts";
import { RedisTurns } from "./redis-turns.ts";
import { ask, connectRedis, type Place, type Redis } from "./redis.ts";

/** How long a signature may wait for its subscription, in seconds. */
const VOUCHED_FOR = 600;
/** In milliseconds. */
const PACE = { lease: 15_000, renewal: 5_000 };

/** Makes several processes behave as one. */
export class ThroughRedis implements Fanout {
  readonly #redis: Redis;
  readonly #subscriber: Redis;
  readonly #name: string;
  readonly #logger: Logger;
  readonly #turns: RedisTurns;
  readonly #leases: RedisLeases;
  readonly #between: number;
  #renewal: NodeJS.Timeout | undefined;

  /** Applications of different names share a Redis and do not hear each other. */
  constructor(place: Place, name: string, logger: Logger, pace = PACE) {
    this.#redis = connectRedis(place);
    this.#subscriber = connectRedis(place);
    this.#name = `chat:${name}`;
    this.#logger = logger;
    this.#turns = new RedisTurns(this.#redis, this.#name, logger);
    this.#leases = new RedisLeases(this.#redis, this.#name, logger, pace.lease);
    this.#between = pace.renewal;
  }

  open(listener: Listener): void {
    this.#redis.on("error", (error) => {
      this.#logger.error(error, "Redis does not answer");
    });
    // It ends with an error when it is closed before it is there.
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

  turn<Result>(channel: string, work: () => Promise<Result>): Promise<Result> {
    return this.#turns.take(channel, work);
  }

  async publish(announcement: Announcement): Promise<void> {
    try {
      await this.#redis.publish(this.#name, JSON.stringify(announcement));
    } catch (error) {
      // Announced changes are already stored. Clients that missed one catch up over REST.
      this.#logger.error(error, "An announcement was lost");
    }
  }

  async vouch(
    socketId: string,
    channel: string,
    signInId: string,
  ): Promise<void> {
    const key = this.#voucher(socketId, channel);
    const expiration = { type: "EX", value: VOUCHED_FOR } as const;
    await ask(this.#logger, () =>
      this.#redis.set(key, signInId, { expiration }),
    );
  }

  async signInOf(
    socketId: string,
    channel: string,
  ): Promise<string | undefined> {
    const key = this.#voucher(socketId, channel);
    const found = await ask(this.#logger, () => this.#redis.get(key));
    return found ?? undefined;
  }

  present(channel: string): Promise<Visitors> {
    return this.#leases.present(channel);
  }

  lapsed(channel: string): Promise<string[]> {
    return this.#leases.lapsed(channel);
  }

  enter(channel: string, socketId: string, visitor: Visitor): Promise<void> {
    return this.#leases.enter(channel, socketId, visitor);
  }

  leave(channel: string, socketIds: string[]): Promise<void> {
    return this.#leases.leave(channel, socketIds);
  }

  #voucher(socketId: string, channel: string): string {
    return `${this.#name}:vouched:${socketId}:${channel}`;
  }

  /** Nobody knows what was announced while Redis was away: connections start over and catch up. */
  async #listen(listener: Listener): Promise<void> {
    this.#subscriber.on("error", (error) => {
      this.#logger.error(error, "Redis does not answer");
      listener.restart();
    });
    this.#subscriber.on("ready", () => {
      listener.restart();
    });
    await this.#subscriber.connect();
    await this.#subscriber.subscribe(this.#name, (message) => {
      listener.deliver(JSON.parse(message) as Announcement);
    });
    listener.restart();
  }

  async #renew(listener: Listener): Promise<void> {
    try {
      for (const [channel, visitors] of [...listener.here()]) {
        const ids = [...visitors.keys()];
        const lost = await this.#leases.renew(channel, ids);
        // Connections that left in the meantime have no lease to renew.
        listener.restart(lost.filter((socketId) => visitors.has(socketId)));
        await listener.sweep(channel);
      }
    } catch (error) {
      this.#logger.error(error, "Presence could not be renewed");
    }
  }
}
