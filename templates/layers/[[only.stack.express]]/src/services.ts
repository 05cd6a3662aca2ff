import type { Logger } from "pino";

import { connect, type Database } from "./database/connect.ts";
import { createLogger } from "./logs.ts";
import type { Settings } from "./settings.ts";
import { SignInLimit } from "./sign-in-limit.ts";
import { AccessTokens } from "./tokens.ts";

/** What the features of one application share. */
export interface Services {
  settings: Settings;
  logger: Logger;
  database: Database;
  accessTokens: AccessTokens;
  signInLimit: SignInLimit;
}

export function createServices(settings: Settings): Services {
  const logger = createLogger(settings.logLevel);
  return {
    settings,
    logger,
    database: connect(settings.databaseUrl),
    accessTokens: new AccessTokens(settings.secretKey),
    signInLimit: new SignInLimit(),
  };
}
