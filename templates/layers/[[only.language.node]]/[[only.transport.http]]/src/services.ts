import type { Logger } from "pino";

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
}

/** What is needed to create users; `database` may be a transaction. */
export type UserServices = Pick<Services, "database" | "passwords">;

export function createServices(settings: Settings): Services {
  const logger = createLogger(
    settings.LOG_LEVEL,
    process.stdout.isTTY && settings.ENVIRONMENT !== "production",
  );
  return {
    settings,
    logger,
    database: connect(settings.DATABASE_URL),
    accessTokens: new AccessTokens(settings.SECRET_KEY),
    passwords: new Passwords(settings.PASSWORD_MEMORY_KIB),
    rateLimits: new RateLimits(),
    providers: configuredProviders(settings, logger),
  };
}
