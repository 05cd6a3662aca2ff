/** Slows down password guessing and bulk registration. Each process has its own counters. */

import { TooManyAttempts } from "./failures.ts";

const WINDOW = 60_000;
const MOST_KEYS = 100_000;

/** At most `most` attempts a minute for each key. */
export class RateLimit {
  readonly #attempts = new Map<string, number[]>();
  readonly #most: number;
  readonly #clock: () => number;

  constructor(most: number, clock: () => number = () => performance.now()) {
    this.#most = most;
    this.#clock = clock;
  }

  /** Count before the work is done, so that concurrent attempts cannot all get through. */
  count(...keys: string[]): void {
    const now = this.#clock();
    this.#forgetBefore(now - WINDOW, keys);
    for (const key of keys) {
      const recent = this.#attempts.get(key) ?? [];
      if (recent.length >= this.#most) {
        const wait = (recent[0] ?? now) + WINDOW - now;
        throw new TooManyAttempts(
          "Too many attempts. Try again later.",
          Math.max(1, Math.ceil(wait / 1000)),
        );
      }
    }
    for (const key of keys) {
      this.#attempts.set(key, [...(this.#attempts.get(key) ?? []), now]);
    }
  }

  forget(key: string): void {
    this.#attempts.delete(key);
  }

  /** Uncount one attempt. */
  takeBack(key: string): void {
    this.#attempts.get(key)?.pop();
  }

  #forgetBefore(cutoff: number, keys: string[]): void {
    const crowded = this.#attempts.size > MOST_KEYS;
    for (const key of crowded ? this.#attempts.keys() : keys) {
      const recent = this.#attempts.get(key)?.filter((time) => time > cutoff);
      if (recent?.length) {
        this.#attempts.set(key, recent);
      } else {
        this.#attempts.delete(key);
      }
    }
  }
}

export class RateLimits {
  failedSignIns = new RateLimit(10);
  registrations = new RateLimit(60);
  guests = new RateLimit(5);
  callbacks = new RateLimit(60);
}
