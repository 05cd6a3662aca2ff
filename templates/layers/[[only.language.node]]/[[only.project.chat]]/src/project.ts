/** What starts and stops with this project, besides its HTTP server. */

import type { Logger } from "pino";

import { Hub } from "./channels/hub.ts";
import { MemoryFanout } from "./channels/memory-fanout.ts";
import { RedisFanout } from "./channels/redis-fanout.ts";
import { isWebSocket } from "./channels/server.ts";
import { Signer } from "./channels/signatures.ts";
import type { Settings } from "./settings.ts";

export { serveWebSockets as startProject } from "./channels/server.ts";

export const serverOptions = { shouldUpgradeCallback: isWebSocket };

export interface ProjectServices {
  /** Subscriptions and presence on channels. */
  hub: Hub;
  /** Authorizes subscriptions. */
  signer: Signer;
}

export function createProjectServices(
  { REDIS_URL, REDIS_TLS, ...settings }: Settings,
  logger: Logger,
): ProjectServices {
  const signer = new Signer(settings);
  const fanout =
    REDIS_URL === undefined
      ? new MemoryFanout()
      : new RedisFanout(
          { url: REDIS_URL, tls: REDIS_TLS },
          signer.fingerprint(),
          logger,
        );
  return { hub: new Hub(fanout), signer };
}
