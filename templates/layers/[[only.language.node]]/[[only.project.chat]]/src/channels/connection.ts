/** One WebSocket, from open to close. */

import { randomInt } from "node:crypto";
import { on } from "node:events";

import type { WebSocket } from "ws";

import { FrameHandler, type ConnectionServices } from "./frame-handler.ts";
import { eventFrame } from "./frames.ts";
import { SendQueue } from "./send-queue.ts";
import { RECONNECT, type Subscriber } from "./subscriptions.ts";

const SLOW_READER = 4100;
const SILENT = 4201;
const UNSUBSCRIBED = 4202;
/** In milliseconds. */
const PONG_TIMEOUT = 30_000;
const SUBSCRIBE_TIMEOUT = 60_000;
/** How much the socket may buffer for a client that pings but does not read. */
const MOST_UNREAD_BYTES = 1024 * 1024;
/** Frames of a client that are buffered while an earlier one is processed. */
const MOST_UNREAD = 16;

export class Connection implements Subscriber {
  readonly id = `${String(randomInt(1e9))}.${String(randomInt(1e9))}`;
  readonly signIns = new Set<string>();
  readonly #socket: WebSocket;
  readonly #services: ConnectionServices;
  readonly #queue: SendQueue;
  #silence: NodeJS.Timeout | undefined;

  constructor(socket: WebSocket, services: ConnectionServices) {
    this.#socket = socket;
    this.#services = services;
    this.#queue = new SendQueue(socket);
  }

  /** Queue a frame. A client that reads too slowly is disconnected, and slows down nobody else. */
  send(frame: string | Buffer): void {
    const isOpen = this.#socket.readyState === this.#socket.OPEN;
    if (isOpen && !this.#queue.push(frame)) {
      this.close(SLOW_READER, "Too slow: catch up over REST.");
    }
  }

  /** Close the connection. Queued frames are dropped. */
  close(code: number, reason: string): void {
    this.#queue.clear();
    this.#socket.close(code, reason);
  }

  /** Resolves when the connection is closed. */
  async run(): Promise<void> {
    const { activityTimeout, hub, logger } = this.#services;
    // Above the mark, `on` pauses the socket, so that a fast client has to wait.
    const frames = on(this.#socket, "message", {
      close: ["close"],
      highWaterMark: MOST_UNREAD,
    }) as AsyncIterable<[data: Buffer, isBinary: boolean]>;
    const socket = { socket_id: this.id, activity_timeout: activityTimeout };
    const greeting = JSON.stringify(socket);
    this.send(eventFrame("pusher:connection_established", greeting));
    hub.connect(this);
    this.#listenForSilence();
    this.#answerPings();
    const subscribeTimer = setTimeout(() => {
      this.#expectSubscriptions();
    }, SUBSCRIBE_TIMEOUT);
    try {
      await this.#answer(frames);
    } catch (error) {
      if (!isFaultOfClient(error)) {
        logger.warn(error, "A connection broke");
      }
      this.close(RECONNECT, "Connect again.");
    }
    clearTimeout(subscribeTimer);
    clearTimeout(this.#silence);
    try {
      await hub.disconnect(this);
    } catch (error) {
      logger.warn(error, "Presence could not be removed; it will expire");
    }
  }

  async #answer(
    frames: AsyncIterable<[data: Buffer, isBinary: boolean]>,
  ): Promise<void> {
    const handler = new FrameHandler(this, this.#services);
    for await (const [data, isBinary] of frames) {
      this.#listenForSilence();
      await handler.handle(isBinary ? "" : data.toString());
    }
  }

  #answerPings(): void {
    this.#socket.on("ping", (data) => {
      if (this.#socket.bufferedAmount > MOST_UNREAD_BYTES) {
        this.#socket.terminate();
        return;
      }
      this.#socket.pong(data);
      this.#listenForSilence();
    });
    this.#socket.on("pong", () => {
      this.#listenForSilence();
    });
  }

  #expectSubscriptions(): void {
    if (this.#services.hub.subscriptions.channelsOf(this).size === 0) {
      this.close(UNSUBSCRIBED, "Nothing was subscribed to.");
    }
  }

  #listenForSilence(): void {
    const timeout = this.#services.activityTimeout * 1000;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.send(eventFrame("pusher:ping", {}));
      const timeLeft = Math.min(PONG_TIMEOUT, timeout);
      this.#silence = setTimeout(() => {
        this.close(SILENT, "No answer to a ping.");
      }, timeLeft);
    }, timeout);
  }
}

/** A frame that is too long, or violates the WebSocket protocol. */
function isFaultOfClient(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === "string" && code.startsWith("WS_ERR_");
}
