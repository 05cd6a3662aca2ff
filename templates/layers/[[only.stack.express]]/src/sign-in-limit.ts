/** Slow down whoever guesses passwords. Each process counts for itself. */

import { TooManyAttempts } from "./failures.ts";

const FAILURES = 10;
const WINDOW = 60_000;
const MOST_KEYS = 100_000;

export class SignInLimit {
  readonly #failures = new Map<string, number[]>();
  readonly #clock: () => number;

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  /** Count a failure in advance, so that guesses made at the same time do not slip through together. */
  countAttempt(...keys: string[]): void {
    const now = this.#clock();
    this.#forgetBefore(now - WINDOW, keys);
    for (const key of keys) {
      const recent = this.#failures.get(key) ?? [];
      if (recent.length >= FAILURES) {
        const wait = (recent[0] ?? now) + WINDOW - now;
        throw new TooManyAttempts(
          "Too many failed sign-ins. Try again later.",
          Math.max(1, Math.ceil(wait / 1000)),
        );
      }
    }
    for (const key of keys) {
      this.#failures.set(key, [...(this.#failures.get(key) ?? []), now]);
    }
  }

  /** After a success the account is clean; the address only gets this one attempt back. */
  forgive({ account, address }: { account: string; address: string }): void {
    this.#failures.delete(account);
    this.#failures.get(address)?.pop();
  }

  #forgetBefore(cutoff: number, keys: string[]): void {
    const crowded = this.#failures.size > MOST_KEYS;
    for (const key of crowded ? this.#failures.keys() : keys) {
      const recent = this.#failures.get(key)?.filter((time) => time > cutoff);
      if (recent?.length) {
        this.#failures.set(key, recent);
      } else {
        this.#failures.delete(key);
      }
    }
  }
}
