/** Subscriptions, presence and events on channels, across all processes. */

import type { Announcement, Fanout, Listener } from "./fanout.ts";
import {
  eventFrame,
  memberAdded,
  memberRemoved,
  subscriptionSucceeded,
  type Visitor,
  type Visitors,
} from "./frames.ts";
import { Roster, type Subscriber } from "./roster.ts";

export class Hub implements Listener {
  readonly #fanout: Fanout;
  readonly #roster = new Roster();
  #isStopping = false;

  constructor(fanout: Fanout) {
    this.#fanout = fanout;
  }

  open(): void {
    this.#fanout.open(this);
  }

  /** Close all connections, so that clients reconnect to another process. */
  stop(): void {
    this.#isStopping = true;
    this.restart();
  }

  /** Resolves when all connections are closed. */
  close(): Promise<void> {
    return this.#fanout.close();
  }

  connect(connection: Subscriber): void {
    this.#roster.add(connection);
    if (this.#isStopping) {
      this.restart([connection.id]);
    }
  }

  async disconnect(connection: Subscriber): Promise<void> {
    for (const channel of this.#roster.remove(connection)) {
      await this.turn(channel, () => this.#remove(channel, [connection.id]));
    }
  }

  /** Subscribe to a private channel, which has no presence. */
  async listen(
    connection: Subscriber,
    channel: string,
    mayEnter: () => Promise<boolean>,
  ): Promise<boolean> {
    if (!(await mayEnter())) {
      return false;
    }
    this.#roster.enter(channel, connection);
    connection.send(subscriptionSucceeded(channel));
    return true;
  }

  /** Subscribe the visitor if allowed. Under the lock, so that nobody is removed in between. */
  subscribe(
    connection: Subscriber,
    channel: string,
    visitor: Visitor,
    mayEnter: () => Promise<boolean>,
  ): Promise<boolean> {
    return this.turn(channel, async () => {
      if (!(await mayEnter())) {
        return false;
      }
      await this.#remove(channel, await this.#fanout.lapsed(channel));
      const before = await this.#fanout.present(channel);
      await this.#fanout.enter(channel, connection.id, visitor);
      this.#roster.enter(channel, connection, visitor);
      const now = new Map(before).set(connection.id, visitor);
      connection.send(subscriptionSucceeded(channel, now));
      if (!usersOf(before).has(visitor.userId)) {
        await this.whisper(connection, channel, memberAdded(channel, visitor));
      }
      return true;
    });
  }

  async unsubscribe(connection: Subscriber, channel: string): Promise<void> {
    const wasPresent = this.visitor(connection, channel) !== undefined;
    this.#roster.leave(channel, connection.id);
    if (wasPresent) {
      await this.turn(channel, () => this.#remove(channel, [connection.id]));
    }
  }

  subscriptions(connection: Subscriber): ReadonlySet<string> {
    return this.#roster.subscriptions(connection);
  }

  vouch(socketId: string, channel: string, signInId: string): Promise<void> {
    return this.#fanout.vouch(socketId, channel, signInId);
  }

  signInOf(
    connection: Subscriber,
    channel: string,
  ): Promise<string | undefined> {
    return this.#fanout.signInOf(connection.id, channel);
  }

  /** The sessions that this process's connections are subscribed for. */
  signIns(): string[] {
    return this.#roster.signIns();
  }

  signOut(ended: string[]): void {
    this.#roster.signOut(ended);
  }

  visitor(connection: Subscriber, channel: string): Visitor | undefined {
    return this.#roster.visitor(connection, channel);
  }

  /** Send an event of one connection to the others on the channel. */
  whisper(from: Subscriber, channel: string, frame: string): Promise<void> {
    return this.#fanout.publish({ channel, frame, exceptFor: from.id });
  }

  /** Hold the channel's lock meanwhile. The room events below need it. */
  turn<Result>(channel: string, work: () => Promise<Result>): Promise<Result> {
    return this.#fanout.turn(channel, work);
  }

  async announce(channel: string, event: string, data: string): Promise<void> {
    const frame = eventFrame(event, data, { channel });
    await this.#fanout.publish({ channel, frame });
  }

  async expel(channel: string, userId: string): Promise<void> {
    const visitors = await this.#fanout.present(channel);
    const expelled = [...visitors]
      .filter(([, visitor]) => visitor.userId === userId)
      .map(([socketId]) => socketId);
    await this.#fanout.publish({ channel, expelled, status: 403 });
    await this.#remove(channel, expelled);
  }

  async disband(channel: string): Promise<void> {
    const expelled = [...(await this.#fanout.present(channel)).keys()];
    // Tell them first: a connection that loses its lease without a reason starts over.
    await this.#fanout.publish({ channel, expelled, status: 404 });
    await this.#fanout.leave(channel, expelled);
  }

  deliver(announcement: Announcement): void {
    this.#roster.deliver(announcement);
  }

  here(): ReadonlyMap<string, Visitors> {
    return this.#roster.here();
  }

  restart(socketIds?: Iterable<string>): void {
    this.#roster.restart(socketIds);
  }

  async sweep(channel: string): Promise<void> {
    if ((await this.#fanout.lapsed(channel)).length > 0) {
      await this.turn(channel, async () => {
        await this.#remove(channel, await this.#fanout.lapsed(channel));
      });
    }
  }

  /** End the presence of these connections; announce users without any other connection as gone. */
  async #remove(channel: string, socketIds: string[]): Promise<void> {
    if (socketIds.length === 0) {
      return;
    }
    const staying = new Map(await this.#fanout.present(channel));
    const gone = new Set<string>();
    for (const socketId of socketIds) {
      const visitor = staying.get(socketId);
      if (visitor) {
        gone.add(visitor.userId);
        staying.delete(socketId);
      }
    }
    await this.#fanout.leave(channel, socketIds);
    const remaining = usersOf(staying);
    for (const userId of [...gone].filter((each) => !remaining.has(each))) {
      const frame = memberRemoved(channel, userId);
      await this.#fanout.publish({ channel, frame });
    }
  }
}

function usersOf(visitors: Visitors): Set<string> {
  return new Set([...visitors.values()].map(({ userId }) => userId));
}
