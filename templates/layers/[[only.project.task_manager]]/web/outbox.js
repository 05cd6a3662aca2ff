// New tasks that are being sent. Each has an idempotency key, so it can be sent again until the server answers: however many
// answers are lost, one task is created. They survive a reload of the page.

import { untilAnswered } from "./connection.js";
import { createTask } from "./tasks.js";

const STORED = "tasks.outbox";
const STILL_RUNNING = 409;

export class Outbox {
  #waiting = JSON.parse(sessionStorage.getItem(STORED) ?? "[]");
  #answers = new Map();
  #running = false;

  // `onChange()` when an entry was added or removed; `onCreated(task)`; `onRefused(body, problem)`.
  constructor({ onChange, onCreated, onRefused }) {
    Object.assign(this, { onChange, onCreated, onRefused });
  }

  get waiting() {
    return this.#waiting.map((entry) => entry.body);
  }

  // Resolves to the created task.
  add(body) {
    const key = newKey();
    this.#waiting.push({ key, body });
    this.#changed();
    const answer = new Promise((resolve, reject) => this.#answers.set(key, { resolve, reject }));
    this.flush();
    return answer;
  }

  async flush() {
    if (this.#running) return;
    this.#running = true;
    while (this.#waiting.length > 0) await this.#sendFirst();
    this.#running = false;
  }

  async #sendFirst() {
    const { key, body } = this.#waiting[0];
    const answer = this.#answers.get(key);
    try {
      const task = await untilAnswered(() => createTask(body, key));
      this.#removeFirst();
      this.onCreated(task);
      answer?.resolve(task);
    } catch (problem) {
      if (problem.status === STILL_RUNNING) return new Promise((resolve) => setTimeout(resolve, 1000));
      this.#removeFirst();
      this.onRefused(body, problem);
      answer?.reject(problem);
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
