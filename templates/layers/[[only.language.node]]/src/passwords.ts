/** Passwords as argon2id hashes, computed off the event loop. */

import { availableParallelism } from "node:os";

import { hash, verify } from "@node-rs/argon2";

// Node.js has four threads for such work; one stays free for requests that only verify a token.
const AT_ONCE = Math.min(availableParallelism(), 3);

/** Limits how many passwords are hashed at once: each takes a thread and much memory. */
export class Passwords {
  readonly #cost: { memoryCost: number; timeCost: number; parallelism: number };
  #hashing = 0;
  readonly #waiting: (() => void)[] = [];
  #hashOfNobody: Promise<string> | undefined;

  constructor(memoryKib: number) {
    this.#cost = { memoryCost: memoryKib, timeCost: 2, parallelism: 1 };
  }

  hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(password, this.#cost));
  }

  /**
   * Takes the same time without a hash, so that unknown accounts cannot be detected. Accounts that a sign-in provider
   * made have an empty one.
   */
  async match(
    password: string,
    passwordHash: string | undefined,
  ): Promise<boolean> {
    this.#hashOfNobody ??= this.hash("nobody has this password");
    const isKnown = passwordHash !== undefined && passwordHash !== "";
    const known = isKnown ? passwordHash : await this.#hashOfNobody;
    const matches = await this.#inTurn(() => verify(known, password));
    return matches && isKnown;
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#hashing >= AT_ONCE) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#hashing += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) {
        next();
      } else {
        this.#hashing -= 1;
      }
    }
  }
}
