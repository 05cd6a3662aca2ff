import type { WebSocket } from "ws";

const MOST_WAITING = 256;

/** What waits for one client. The socket gets a frame at a time: what it has can neither be counted nor dropped. */
export class Outbox {
  readonly #socket: WebSocket;
  #waiting: (string | Buffer)[] = [];

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** False when it is full. */
  push(frame: string | Buffer): boolean {
    if (this.#waiting.length >= MOST_WAITING) {
      return false;
    }
    this.#waiting.push(frame);
    this.#write();
    return true;
  }

  clear(): void {
    this.#waiting = [];
  }

  #write(): void {
    while (this.#socket.bufferedAmount === 0) {
      const frame = this.#waiting.shift();
      if (frame === undefined) {
        return;
      }
      this.#socket.send(frame, { binary: false }, () => {
        this.#write();
      });
    }
  }
}
