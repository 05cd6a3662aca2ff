import type { Announcement, Fanout, Listener } from "./fanout.ts";
import type { Visitor, Visitors } from "./frames.ts";
import { Turns } from "./turns.ts";

/** Signatures that have not been used to subscribe yet. */
const MOST_VOUCHED = 10_000;

/** For a single process. */
export class InMemory implements Fanout {
  readonly #turns = new Turns();
  readonly #present = new Map<string, Map<string, Visitor>>();
  readonly #vouched = new Map<string, string>();
  #listener: Listener | undefined;

  open(listener: Listener): void {
    this.#listener = listener;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  turn<Result>(channel: string, work: () => Promise<Result>): Promise<Result> {
    return this.#turns.take(channel, work);
  }

  publish(announcement: Announcement): Promise<void> {
    this.#listener?.deliver(announcement);
    return Promise.resolve();
  }

  vouch(socketId: string, channel: string, signInId: string): Promise<void> {
    this.#vouched.set(`${socketId} ${channel}`, signInId);
    const [oldest = ""] = this.#vouched.keys();
    if (this.#vouched.size > MOST_VOUCHED) {
      this.#vouched.delete(oldest);
    }
    return Promise.resolve();
  }

  signInOf(socketId: string, channel: string): Promise<string | undefined> {
    return Promise.resolve(this.#vouched.get(`${socketId} ${channel}`));
  }

  present(channel: string): Promise<Visitors> {
    return Promise.resolve(new Map(this.#present.get(channel)));
  }

  lapsed(): Promise<string[]> {
    return Promise.resolve([]);
  }

  enter(channel: string, socketId: string, visitor: Visitor): Promise<void> {
    const visitors = this.#present.get(channel) ?? new Map<string, Visitor>();
    this.#present.set(channel, visitors.set(socketId, visitor));
    return Promise.resolve();
  }

  leave(channel: string, socketIds: string[]): Promise<void> {
    const visitors = this.#present.get(channel);
    for (const socketId of socketIds) {
      visitors?.delete(socketId);
    }
    if (visitors?.size === 0) {
      this.#present.delete(channel);
    }
    return Promise.resolve();
  }
}
