/** Subscriptions, presence and events on channels, across all processes. */

import type { Announcement, Fanout, Listener } from "./fanout.ts";
import {
  eventFrame,
  memberAdded,
  memberRemoved,
  subscriptionSucceeded,
  type PresentUser,
  type PresentUsers,
} from "./frames.ts";
import { Subscriptions, type Subscriber } from "./subscriptions.ts";

export class Hub implements Listener {
  readonly fanout: Fanout;
  readonly subscriptions = new Subscriptions();
  #isStopping = false;

  constructor(fanout: Fanout) {
    this.fanout = fanout;
  }

  open(): void {
    this.fanout.open(this);
  }

  /** Close all connections, so that clients reconnect to another process. */
  stop(): void {
    this.#isStopping = true;
    this.reconnect();
  }

  connect(connection: Subscriber): void {
    this.subscriptions.add(connection);
    if (this.#isStopping) {
      this.reconnect([connection.id]);
    }
  }

  async disconnect(connection: Subscriber): Promise<void> {
    for (const channel of this.subscriptions.remove(connection)) {
      await this.withLock(channel, () =>
        this.#remove(channel, [connection.id]),
      );
    }
  }

  /** Subscribe to a private channel, which has no presence. */
  async listen(
    connection: Subscriber,
    channel: string,
    maySubscribe: () => Promise<boolean>,
  ): Promise<boolean> {
    if (!(await maySubscribe())) {
      return false;
    }
    this.subscriptions.enter(channel, connection);
    connection.send(subscriptionSucceeded(channel));
    return true;
  }

  /** Subscribe the user if allowed. Under the lock, so that nobody is removed in between. */
  subscribe(
    connection: Subscriber,
    channel: string,
    user: PresentUser,
    maySubscribe: () => Promise<boolean>,
  ): Promise<boolean> {
    return this.withLock(channel, async () => {
      if (!(await maySubscribe())) {
        return false;
      }
      await this.#remove(channel, await this.fanout.expired(channel));
      const before = await this.fanout.present(channel);
      await this.fanout.enter(channel, connection.id, user);
      this.subscriptions.enter(channel, connection, user);
      const now = new Map(before).set(connection.id, user);
      connection.send(subscriptionSucceeded(channel, now));
      if (!usersOf(before).has(user.userId)) {
        await this.sendToOthers(
          connection,
          channel,
          memberAdded(channel, user),
        );
      }
      return true;
    });
  }

  async unsubscribe(connection: Subscriber, channel: string): Promise<void> {
    const wasPresent =
      this.subscriptions.userOf(connection, channel) !== undefined;
    this.subscriptions.leave(channel, connection.id);
    if (wasPresent) {
      await this.withLock(channel, () =>
        this.#remove(channel, [connection.id]),
      );
    }
  }

  /** Send an event of one connection to the others on the channel. */
  sendToOthers(
    from: Subscriber,
    channel: string,
    frame: string,
  ): Promise<void> {
    return this.fanout.publish({ channel, frame, exceptFor: from.id });
  }

  /** Hold the channel's lock meanwhile. The room events below need it. */
  withLock<Result>(
    channel: string,
    work: () => Promise<Result>,
  ): Promise<Result> {
    return this.fanout.withLock(channel, work);
  }

  async announce(channel: string, event: string, data: string): Promise<void> {
    const frame = eventFrame(event, data, { channel });
    await this.fanout.publish({ channel, frame });
  }

  async removeUser(channel: string, userId: string): Promise<void> {
    const users = await this.fanout.present(channel);
    const removed = [...users]
      .filter(([, user]) => user.userId === userId)
      .map(([socketId]) => socketId);
    await this.fanout.publish({ channel, removed, status: 403 });
    await this.#remove(channel, removed);
  }

  async removeEveryone(channel: string): Promise<void> {
    const removed = [...(await this.fanout.present(channel)).keys()];
    // Publish first: a connection that loses its lease without a reason reconnects.
    await this.fanout.publish({ channel, removed, status: 404 });
    await this.fanout.leave(channel, removed);
  }

  deliver(announcement: Announcement): void {
    this.subscriptions.deliver(announcement);
  }

  presentHere(): ReadonlyMap<string, PresentUsers> {
    return this.subscriptions.presentHere();
  }

  reconnect(socketIds?: Iterable<string>): void {
    this.subscriptions.reconnect(socketIds);
  }

  async removeExpired(channel: string): Promise<void> {
    if ((await this.fanout.expired(channel)).length > 0) {
      await this.withLock(channel, async () => {
        await this.#remove(channel, await this.fanout.expired(channel));
      });
    }
  }

  /** End the presence of these connections; announce users without any other connection as gone. */
  async #remove(channel: string, socketIds: string[]): Promise<void> {
    if (socketIds.length === 0) {
      return;
    }
    const staying = new Map(await this.fanout.present(channel));
    const gone = new Set<string>();
    for (const socketId of socketIds) {
      const user = staying.get(socketId);
      if (user) {
        gone.add(user.userId);
        staying.delete(socketId);
      }
    }
    await this.fanout.leave(channel, socketIds);
    const remaining = usersOf(staying);
    for (const userId of [...gone].filter((each) => !remaining.has(each))) {
      const frame = memberRemoved(channel, userId);
      await this.fanout.publish({ channel, frame });
    }
  }
}

function usersOf(users: PresentUsers): Set<string> {
  return new Set([...users.values()].map(({ userId }) => userId));
}
