/** How Redis is asked, and what it means when it does not answer. */

import type { Logger } from "pino";
import { createClient } from "redis";

import { Unavailable } from "../failures.ts";

export type Redis = ReturnType<typeof connectRedis>;

/** "encrypt" takes a certificate that the Redis signed itself. */
export interface Place {
  url: string;
  tls: "verify" | "encrypt";
}

/** What cannot be sent at once fails, so that nobody waits for a Redis that is away. */
export function connectRedis({ url, tls }: Place) {
  const unverified = tls === "encrypt" && url.startsWith("rediss:");
  return createClient({
    url,
    disableOfflineQueue: true,
    pingInterval: 3_000,
    commandOptions: { timeout: 5_000 },
    socket: {
      connectTimeout: 3_000,
      socketTimeout: 10_000,
      ...(unverified ? { tls: true, rejectUnauthorized: false } : {}),
    },
  });
}

export async function ask<Answer>(
  logger: Logger,
  question: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await question();
  } catch (error) {
    logger.error(error, "Redis does not answer");
    throw new Unavailable("Redis is unavailable. Try again.");
  }
}

/** In milliseconds, by the clock of Redis, the only one that all processes share. */
export async function timeOf(redis: Redis): Promise<number> {
  const [seconds, microseconds] = await redis.time();
  return Number(seconds) * 1000 + Number(microseconds) / 1000;
}
