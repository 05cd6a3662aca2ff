import type { Announcement, Fanout, Listener } from "./fanout.ts";
import type { PresentUser, PresentUsers } from "./frames.ts";
import { Locks } from "./locks.ts";

/** Signatures that have not been used to subscribe yet. */
const MOST_SIGN_INS = 10_000;

/** For a single process. */
export class MemoryFanout implements Fanout {
  readonly #locks = new Locks();
  readonly #present = new Map<string, Map<string, PresentUser>>();
  readonly #signIns = new Map<string, string>();
  #listener: Listener | undefined;

  open(listener: Listener): void {
    this.#listener = listener;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  withLock<Result>(
    channel: string,
    work: () => Promise<Result>,
  ): Promise<Result> {
    return this.#locks.hold(channel, work);
  }

  publish(announcement: Announcement): Promise<void> {
    this.#listener?.deliver(announcement);
    return Promise.resolve();
  }

  saveSignIn(
    socketId: string,
    channel: string,
    signInId: string,
  ): Promise<void> {
    this.#signIns.set(`${socketId} ${channel}`, signInId);
    const [oldest = ""] = this.#signIns.keys();
    if (this.#signIns.size > MOST_SIGN_INS) {
      this.#signIns.delete(oldest);
    }
    return Promise.resolve();
  }

  signInOf(socketId: string, channel: string): Promise<string | undefined> {
    return Promise.resolve(this.#signIns.get(`${socketId} ${channel}`));
  }

  present(channel: string): Promise<PresentUsers> {
    return Promise.resolve(new Map(this.#present.get(channel)));
  }

  expired(): Promise<string[]> {
    return Promise.resolve([]);
  }

  enter(channel: string, socketId: string, user: PresentUser): Promise<void> {
    const users = this.#present.get(channel) ?? new Map<string, PresentUser>();
    this.#present.set(channel, users.set(socketId, user));
    return Promise.resolve();
  }

  leave(channel: string, socketIds: string[]): Promise<void> {
    const users = this.#present.get(channel);
    for (const socketId of socketIds) {
      users?.delete(socketId);
    }
    if (users?.size === 0) {
      this.#present.delete(channel);
    }
    return Promise.resolve();
  }
}
