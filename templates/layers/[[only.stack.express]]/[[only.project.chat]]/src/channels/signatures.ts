/** Authorizes subscriptions: a signature over the connection, the channel and the visitor. */

import { createHmac, timingSafeEqual } from "node:crypto";

import type { Settings } from "../settings.ts";

export class Signer {
  readonly key: string;
  readonly #secret: string;

  /** Without its own secret, the WebSocket uses one that is derived from SECRET_KEY. */
  constructor({ pusherKey, pusherSecret, secretKey }: Settings) {
    this.key = pusherKey;
    this.#secret =
      pusherSecret === "" ? hmac(secretKey, "pusher") : pusherSecret;
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

  /** Names the application to those who share a Redis, and tells them nothing. */
  fingerprint(): string {
    return hmac(this.#secret, this.key).slice(0, 12);
  }
}

function hmac(secret: string, signed: string): string {
  return createHmac("sha256", secret).update(signed).digest("hex");
}
