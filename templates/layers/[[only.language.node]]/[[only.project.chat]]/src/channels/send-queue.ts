import type { WebSocket } from "ws";

const MOST_WAITING = 256;
const MOST_BYTES = 1024 * 1024;

/** The queue of one client. The socket gets one frame at a time, because frames in it cannot be counted or dropped. */
export class SendQueue {
  readonly #socket: WebSocket;
  #waiting: Buffer[] = [];
  #bytes = 0;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** Returns false if the queue is full. */
  push(frame: string | Buffer): boolean {
    const bytes = Buffer.from(frame);
    if (
      this.#waiting.length >= MOST_WAITING ||
      this.#bytes + bytes.length > MOST_BYTES
    ) {
      return false;
    }
    this.#waiting.push(bytes);
    this.#bytes += bytes.length;
    this.#write();
    return true;
  }

  clear(): void {
    this.#waiting = [];
    this.#bytes = 0;
  }

  #write(): void {
    while (this.#socket.bufferedAmount === 0) {
      const frame = this.#waiting.shift();
      if (frame === undefined) {
        return;
      }
      this.#bytes -= frame.length;
      this.#socket.send(frame, { binary: false }, () => {
        this.#write();
      });
    }
  }
}
