import type { Logger } from "pino";

import type { Settings } from "../settings.ts";
import { chooseFanout } from "./fanout.ts";
import { Hub } from "./hub.ts";
import { Signer } from "./signatures.ts";

/** Channels and the authorization of subscriptions. */
export interface Channels {
  hub: Hub;
  signer: Signer;
}

export function createChannels(settings: Settings, logger: Logger): Channels {
  const signer = new Signer(settings);
  return { hub: new Hub(chooseFanout(settings, signer, logger)), signer };
}
