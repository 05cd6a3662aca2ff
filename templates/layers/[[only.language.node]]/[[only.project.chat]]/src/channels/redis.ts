/** Redis connections, and the failure if Redis is unavailable. */

import type { Logger } from "pino";
import { createClient } from "redis";

import { Unavailable } from "../failures.ts";

export type Redis = ReturnType<typeof connectRedis>;

/** "encrypt" accepts a self-signed certificate. */
export interface RedisOptions {
  url: string;
  tls: "verify" | "encrypt";
}

/** Commands that cannot be sent immediately fail, so that nobody waits for an unavailable Redis. */
export function connectRedis({ url, tls }: RedisOptions) {
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

export async function redisCall<Result>(
  logger: Logger,
  call: () => Promise<Result>,
): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    logger.error(error, "Redis does not answer");
    throw new Unavailable("Redis is unavailable. Try again.");
  }
}

/** In milliseconds, by the clock of Redis, which all processes share. */
export async function timeOf(redis: Redis): Promise<number> {
  const [seconds, microseconds] = await redis.time();
  return Number(seconds) * 1000 + Number(microseconds) / 1000;
}
