// What is being sent. Each entry has an idempotency key, so it can be sent again until the server answers: however many
// answers are lost, it is created once. Entries survive a reload of the page.

import { untilAnswered } from "./connection.js";

const STORED = "outbox";
const STILL_RUNNING = 409;

export class Outbox {
  #waiting = JSON.parse(sessionStorage.getItem(STORED) ?? "[]");
  #answers = new Map();
  #running = false;

  // `send(body, key)`; `onChange()` when an entry was added or removed; `onSent(answer)`; `onRefused(body, problem)`.
  constructor({ send, onChange, onSent, onRefused }) {
    Object.assign(this, { send, onChange, onSent, onRefused });
  }

  // Entries are `{ key, body }`.
  get waiting() {
    return this.#waiting;
  }

  // Resolves to what `send` answers.
  add(body) {
    const key = newKey();
    this.#waiting.push({ key, body });
    this.#changed();
    const answer = new Promise((resolve, reject) => this.#answers.set(key, { resolve, reject }));
    this.flush();
    return answer;
  }

  // One at a time, so that they arrive in the order in which they were added.
  async flush() {
    if (this.#running) return;
    this.#running = true;
    while (this.#waiting.length > 0) await this.#sendFirst();
    this.#running = false;
  }

  async #sendFirst() {
    const { key, body } = this.#waiting[0];
    const waiting = this.#answers.get(key);
    try {
      const answer = await untilAnswered(() => this.send(body, key));
      this.onSent(answer);
      this.#removeFirst();
      waiting?.resolve(answer);
    } catch (problem) {
      if (problem.status === STILL_RUNNING) return new Promise((resolve) => setTimeout(resolve, 1000));
      this.#removeFirst();
      this.onRefused(body, problem);
      waiting?.reject(problem);
    }
  }

  #removeFirst() {
    this.#waiting.shift();
    this.#changed();
  }

  #changed() {
    sessionStorage.setItem(STORED, JSON.stringify(this.#waiting));
    this.onChange();
  }
}

// crypto.randomUUID() needs https or localhost.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
