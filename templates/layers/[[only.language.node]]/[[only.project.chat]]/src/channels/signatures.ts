/** Authorizes subscriptions: a signature over the connection, the channel and the user. */

import { createHmac, timingSafeEqual } from "node:crypto";

import type { Settings } from "../settings.ts";

type SignerSettings = Pick<
  Settings,
  "PUSHER_KEY" | "PUSHER_SECRET" | "SECRET_KEY"
>;

export class Signer {
  readonly key: string;
  readonly #secret: string;

  /** Without its own secret, the WebSocket uses one that is derived from SECRET_KEY. */
  constructor({ PUSHER_KEY, PUSHER_SECRET, SECRET_KEY }: SignerSettings) {
    this.key = PUSHER_KEY;
    this.#secret = PUSHER_SECRET ?? hmac(SECRET_KEY, "pusher");
  }

  /** A private channel has no data. */
  sign(socketId: string, channel: string, channelData = ""): string {
    const parts = [socketId, channel, channelData];
    const signed = parts.filter((part) => part !== "").join(":");
    return `${this.key}:${hmac(this.#secret, signed)}`;
  }

  accepts(
    signature: string,
    socketId: string,
    channel: string,
    channelData: string,
  ): boolean {
    const theirs = Buffer.from(signature);
    const ours = Buffer.from(this.sign(socketId, channel, channelData));
    return theirs.length === ours.length && timingSafeEqual(theirs, ours);
  }

  /** Identifies the application in a shared Redis, without revealing the secret. */
  fingerprint(): string {
    return hmac(this.#secret, this.key).slice(0, 12);
  }
}

function hmac(secret: string, signed: string): string {
  return createHmac("sha256", secret).update(signed).digest("hex");
}
