/** The connections of this process, and the channels that each of them is on. */

import type { Announcement } from "./fanout.ts";
import { subscriptionError, type Visitor, type Visitors } from "./frames.ts";

export const RECONNECT = 4200;
const GONE = {
  403: "You are no member of this room.",
  404: "This room was deleted.",
};

export interface Subscriber {
  readonly id: string;
  send(frame: string | Buffer): void;
  close(code: number, reason: string): void;
}

export class Roster {
  readonly #connections = new Map<string, Subscriber>();
  readonly #channels = new Map<string, Map<string, Visitor>>();

  add(connection: Subscriber): void {
    this.#connections.set(connection.id, connection);
  }

  /** The channels that it was on. */
  remove(connection: Subscriber): string[] {
    this.#connections.delete(connection.id);
    return [...this.#channels.keys()].filter((channel) =>
      this.leave(channel, connection.id),
    );
  }

  /** Have connections, all of them unless told which, made anew by their clients. */
  restart(socketIds: Iterable<string> = this.#connections.keys()): void {
    for (const socketId of [...socketIds]) {
      const connection = this.#connections.get(socketId);
      connection?.close(RECONNECT, "Connect again.");
    }
  }

  enter(channel: string, connection: Subscriber, visitor: Visitor): void {
    const visitors = this.#channels.get(channel) ?? new Map<string, Visitor>();
    this.#channels.set(channel, visitors.set(connection.id, visitor));
  }

  /** False when it was not on the channel. */
  leave(channel: string, socketId: string): boolean {
    const visitors = this.#channels.get(channel);
    const wasHere = visitors?.delete(socketId) ?? false;
    if (visitors?.size === 0) {
      this.#channels.delete(channel);
    }
    return wasHere;
  }

  visitor(connection: Subscriber, channel: string): Visitor | undefined {
    return this.#channels.get(channel)?.get(connection.id);
  }

  here(): ReadonlyMap<string, Visitors> {
    return this.#channels;
  }

  deliver(announcement: Announcement): void {
    const { channel, frame, exceptFor, expelled = [], status } = announcement;
    for (const socketId of expelled) {
      if (this.leave(channel, socketId)) {
        const code = status ?? 403;
        const refusal = subscriptionError(channel, code, GONE[code]);
        this.#connections.get(socketId)?.send(refusal);
      }
    }
    if (frame !== undefined) {
      // The same bytes for all of them.
      const bytes = Buffer.from(frame);
      for (const socketId of this.#channels.get(channel)?.keys() ?? []) {
        if (socketId !== exceptFor) {
          this.#connections.get(socketId)?.send(bytes);
        }
      }
    }
  }
}
