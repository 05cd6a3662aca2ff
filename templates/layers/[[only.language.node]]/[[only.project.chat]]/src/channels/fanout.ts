/** Distributes announcements to all processes, and shares who is present. */

import type { PresentUser, PresentUsers } from "./frames.ts";

/** A message to a channel's connections in every process: unsubscribe some, forward the frame. */
export interface Announcement {
  channel: string;
  frame?: string;
  /** The connection that sent it. */
  exceptFor?: string;
  removed?: string[];
  /** The reason: 403 if they are not a member, 404 if the room was deleted. */
  status?: 403 | 404;
}

/** The interface of this process's connections for the fan-out. */
export interface Listener {
  deliver(announcement: Announcement): void;
  presentHere(): ReadonlyMap<string, PresentUsers>;
  /** Make clients reconnect: those of the given connections, or all. */
  reconnect(socketIds?: Iterable<string>): void;
  /** Announce that users of killed processes have left. */
  removeExpired(channel: string): Promise<void>;
}

export interface Fanout {
  open(listener: Listener): void;
  close(): Promise<void>;
  /** Do the work while holding the channel's lock, across all processes. */
  withLock<Result>(
    channel: string,
    work: () => Promise<Result>,
  ): Promise<Result>;
  /** Announcements that are published under the lock arrive everywhere in the same order. */
  publish(announcement: Announcement): Promise<void>;
  /** Remember which session a subscription was signed for, until the client subscribes. */
  saveSignIn(
    socketId: string,
    channel: string,
    signInId: string,
  ): Promise<void>;
  signInOf(socketId: string, channel: string): Promise<string | undefined>;
  present(channel: string): Promise<PresentUsers>;
  /** The connections of killed processes. */
  expired(channel: string): Promise<string[]>;
  enter(channel: string, socketId: string, user: PresentUser): Promise<void>;
  leave(channel: string, socketIds: string[]): Promise<void>;
}
