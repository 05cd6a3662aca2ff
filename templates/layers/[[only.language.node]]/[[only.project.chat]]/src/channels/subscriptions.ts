/** The connections of this process, and the channels of each. */

import type { Announcement } from "./fanout.ts";
import {
  subscriptionError,
  type PresentUser,
  type PresentUsers,
} from "./frames.ts";

export const RECONNECT = 4200;
const SIGNED_OUT = 4009;
const REASONS = {
  403: "You are not a member of this room.",
  404: "This room was deleted.",
};

export interface Subscriber {
  readonly id: string;
  /** The sessions that its subscriptions were signed for. */
  readonly signIns: Set<string>;
  send(frame: string | Buffer): void;
  close(code: number, reason: string): void;
}

export class Subscriptions {
  readonly #connections = new Map<string, Subscriber>();
  /** Private channels have subscribers but no users. */
  readonly #channels = new Map<string, Map<string, PresentUser | undefined>>();
  readonly #subscriptions = new Map<string, Set<string>>();

  add(connection: Subscriber): void {
    this.#connections.set(connection.id, connection);
  }

  /** Returns the channels on which it was present. */
  remove(connection: Subscriber): string[] {
    this.#connections.delete(connection.id);
    const channels = [...this.channelsOf(connection)];
    const present = channels.filter((channel) =>
      this.userOf(connection, channel),
    );
    channels.forEach((channel) => this.leave(channel, connection.id));
    return present;
  }

  /** Make clients reconnect: those of the given connections, or all. */
  reconnect(socketIds: Iterable<string> = this.#connections.keys()): void {
    for (const socketId of [...socketIds]) {
      const connection = this.#connections.get(socketId);
      connection?.close(RECONNECT, "Connect again.");
    }
  }

  signIns(): string[] {
    const connections = [...this.#connections.values()];
    return [...new Set(connections.flatMap(({ signIns }) => [...signIns]))];
  }

  signOut(ended: string[]): void {
    for (const connection of [...this.#connections.values()]) {
      if (ended.some((signIn) => connection.signIns.has(signIn))) {
        connection.close(SIGNED_OUT, "Signed out.");
      }
    }
  }

  enter(channel: string, { id }: Subscriber, user?: PresentUser): void {
    const subscribers =
      this.#channels.get(channel) ?? new Map<string, PresentUser | undefined>();
    this.#channels.set(channel, subscribers.set(id, user));
    const subscriptions = this.#subscriptions.get(id) ?? new Set<string>();
    this.#subscriptions.set(id, subscriptions.add(channel));
  }

  /** Returns false if it was not on the channel. */
  leave(channel: string, socketId: string): boolean {
    const subscribers = this.#channels.get(channel);
    const subscriptions = this.#subscriptions.get(socketId);
    const wasHere = subscribers?.delete(socketId) ?? false;
    subscriptions?.delete(channel);
    if (subscribers?.size === 0) {
      this.#channels.delete(channel);
    }
    if (subscriptions?.size === 0) {
      this.#subscriptions.delete(socketId);
    }
    return wasHere;
  }

  channelsOf(connection: Subscriber): ReadonlySet<string> {
    return this.#subscriptions.get(connection.id) ?? new Set();
  }

  userOf(connection: Subscriber, channel: string): PresentUser | undefined {
    return this.#channels.get(channel)?.get(connection.id);
  }

  /** The users present in this process, by channel. */
  presentHere(): Map<string, PresentUsers> {
    const present = new Map<string, PresentUsers>();
    for (const [channel, subscribers] of this.#channels) {
      const users = new Map<string, PresentUser>();
      for (const [socketId, user] of subscribers) {
        if (user) {
          users.set(socketId, user);
        }
      }
      if (users.size > 0) {
        present.set(channel, users);
      }
    }
    return present;
  }

  deliver(announcement: Announcement): void {
    const { channel, frame, exceptFor, removed = [], status } = announcement;
    for (const socketId of removed) {
      if (this.leave(channel, socketId)) {
        const code = status ?? 403;
        const refusal = subscriptionError(channel, code, REASONS[code]);
        this.#connections.get(socketId)?.send(refusal);
      }
    }
    if (frame !== undefined) {
      // Encode the frame once for all of them.
      const bytes = Buffer.from(frame);
      for (const socketId of this.#channels.get(channel)?.keys() ?? []) {
        if (socketId !== exceptFor) {
          this.#connections.get(socketId)?.send(bytes);
        }
      }
    }
  }
}
