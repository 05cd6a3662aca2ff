import type { Server } from "node:http";

import { addressForPeople, cannotListen } from "./port.ts";
import type { Services } from "./services.ts";

/** Timeouts are in milliseconds. */
export const LIMITS = {
  // A reverse proxy keeps connections open for about a minute, and has to close them first.
  keepAliveTimeout: 75_000,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 32 * 1024,
};

export function listen(server: Server, { logger, settings }: Services): void {
  server.on("error", (error) => {
    console.error(cannotListen(settings, error));
    // Other open resources, such as a Redis connection, would keep the process alive.
    process.exit(1);
  });
  server.listen(settings.PORT, settings.HOST, () => {
    logger.info(`Listening on ${addressForPeople(settings)}`);
  });
}
