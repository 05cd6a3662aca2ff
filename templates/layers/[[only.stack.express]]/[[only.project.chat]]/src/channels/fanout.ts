/** How announcements reach every process, and how all of them know who is present. */

import type { Logger } from "pino";

import type { Settings } from "../settings.ts";
import type { Visitor, Visitors } from "./frames.ts";
import { InMemory } from "./in-memory.ts";
import type { Signer } from "./signatures.ts";
import { ThroughRedis } from "./through-redis.ts";

/** What every process tells its connections on a channel: take these off, then pass on the frame. */
export interface Announcement {
  channel: string;
  frame?: string;
  /** The connection that said it. */
  exceptFor?: string;
  expelled?: string[];
  /** Why they were: 403 for who is no member, 404 when the room is gone. */
  status?: 403 | 404;
}

/** The connections of this process, as a fan-out sees them. */
export interface Listener {
  deliver(announcement: Announcement): void;
  here(): ReadonlyMap<string, Visitors>;
  /** Have connections, all of them unless told which, made anew by their clients. */
  restart(socketIds?: Iterable<string>): void;
  /** Announce those as gone whose process was killed. */
  sweep(channel: string): Promise<void>;
}

export interface Fanout {
  open(listener: Listener): void;
  close(): Promise<void>;
  /** Do the work when nobody else has the turn of the channel, in any process. */
  turn<Result>(channel: string, work: () => Promise<Result>): Promise<Result>;
  /** Announcements that were published in turns arrive everywhere in the order of the turns. */
  publish(announcement: Announcement): Promise<void>;
  /** Remember which sign-in a subscription was signed for, until the client has sent it. */
  vouch(socketId: string, channel: string, signInId: string): Promise<void>;
  signInOf(socketId: string, channel: string): Promise<string | undefined>;
  present(channel: string): Promise<Visitors>;
  /** The connections whose process was killed. */
  lapsed(channel: string): Promise<string[]>;
  enter(channel: string, socketId: string, visitor: Visitor): Promise<void>;
  leave(channel: string, socketIds: string[]): Promise<void>;
}

export function chooseFanout(
  { redisUrl, redisTls }: Settings,
  signer: Signer,
  logger: Logger,
): Fanout {
  return redisUrl === undefined
    ? new InMemory()
    : new ThroughRedis(
        { url: redisUrl, tls: redisTls },
        signer.fingerprint(),
        logger,
      );
}
