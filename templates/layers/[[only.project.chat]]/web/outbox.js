// Outgoing messages. Each has an idempotency key, so it can be sent again until the server responds.

import { call } from "./api.js";

const WAIT = 1500;

export class Outbox {
  #waiting = [];
  #running = false;

  // `onChange(roomId)` when a message was added or removed; `onSent(message)`; `onRefused(entry, problem)`.
  constructor({ onChange, onSent, onRefused }) {
    Object.assign(this, { onChange, onSent, onRefused });
  }

  of(roomId) {
    return this.#waiting.filter((entry) => entry.roomId === roomId);
  }

  add(roomId, body) {
    this.#waiting.push({ key: newKey(), roomId, body });
    this.onChange(roomId);
    this.flush();
  }

  // One at a time, so that they arrive in the order they were written.
  async flush() {
    if (this.#running) return;
    this.#running = true;
    while (this.#waiting.length > 0) {
      const entry = this.#waiting[0];
      try {
        const path = `/rooms/${entry.roomId}/messages`;
        const message = await call("POST", path, { body: entry.body }, { "Idempotency-Key": entry.key });
        this.#waiting.shift();
        this.onSent(message);
      } catch (problem) {
        const isFinal = problem.status >= 400 && problem.status < 500 && ![401, 409, 429].includes(problem.status);
        if (problem.status === 401) break;
        if (isFinal) {
          this.#waiting.shift();
          this.onRefused(entry, problem);
        } else {
          await new Promise((resolve) => setTimeout(resolve, WAIT));
        }
      }
      this.onChange(entry.roomId);
    }
    this.#running = false;
  }
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
