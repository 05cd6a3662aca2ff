import type { Logger } from "pino";

import { Hub } from "./channels/hub.ts";
import { MemoryFanout } from "./channels/memory-fanout.ts";
import { RedisFanout } from "./channels/redis-fanout.ts";
import { Signer } from "./channels/signatures.ts";
import { connect, type Database } from "./database/connect.ts";
import { createLogger } from "./logs.ts";
import { Passwords } from "./passwords.ts";
import type { Provider } from "./providers/clients.ts";
import { configuredProviders } from "./providers/configured.ts";
import { RateLimits } from "./rate-limits.ts";
import type { Settings } from "./settings.ts";
import { AccessTokens } from "./tokens.ts";

/** Services that the features share. */
export interface Services {
  settings: Settings;
  logger: Logger;
  database: Database;
  accessTokens: AccessTokens;
  passwords: Passwords;
  rateLimits: RateLimits;
  /** By id, those that users can sign in with. */
  providers: Map<string, Provider>;
  /** Subscriptions and presence on channels. */
  hub: Hub;
  /** Authorizes subscriptions. */
  signer: Signer;
}

/** What is needed to create users; `database` may be a transaction. */
export type UserServices = Pick<Services, "database" | "passwords">;

export function createServices(settings: Settings): Services {
  const logger = createLogger(
    settings.LOG_LEVEL,
    process.stdout.isTTY && settings.ENVIRONMENT !== "production",
  );
  const signer = new Signer(settings);
  return {
    settings,
    logger,
    database: connect(settings.DATABASE_URL),
    accessTokens: new AccessTokens(settings.SECRET_KEY),
    passwords: new Passwords(settings.PASSWORD_MEMORY_KIB),
    rateLimits: new RateLimits(),
    providers: configuredProviders(settings, logger),
    hub: new Hub(createFanout(settings, signer, logger)),
    signer,
  };
}

function createFanout(
  { REDIS_URL, REDIS_TLS }: Settings,
  signer: Signer,
  logger: Logger,
): MemoryFanout | RedisFanout {
  if (REDIS_URL === undefined) {
    return new MemoryFanout();
  }
  const redis = { url: REDIS_URL, tls: REDIS_TLS };
  return new RedisFanout(redis, signer.fingerprint(), logger);
}
