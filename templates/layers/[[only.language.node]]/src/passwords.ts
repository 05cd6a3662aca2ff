/** Passwords as argon2id hashes, computed off the event loop. */

import { availableParallelism } from "node:os";

import { hash, verify } from "@node-rs/argon2";

/** OWASP's recommendation: 19 MiB and two passes. Tests, which hash often, use minimal settings. */
const COST =
  process.env.ENVIRONMENT === "test"
    ? { memoryCost: 8, timeCost: 1, parallelism: 1 }
    : { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };

// Node.js has four threads for such work; one stays free for requests that only verify a token.
const AT_ONCE = Math.min(availableParallelism(), 3);

let hashing = 0;
const waiting: (() => void)[] = [];
let hashOfNobody: Promise<string> | undefined;

export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, COST));
}

/** Whether they match. Takes the same time without a hash, so that unknown accounts cannot be detected. */
export async function verifyPassword(
  password: string,
  passwordHash: string | undefined,
): Promise<boolean> {
  hashOfNobody ??= hashPassword("nobody has this password");
  const known = passwordHash ?? (await hashOfNobody);
  const matches = await inTurn(() => verify(known, password));
  return matches && passwordHash !== undefined;
}

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (hashing >= AT_ONCE) {
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    hashing += 1;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) {
      next();
    } else {
      hashing -= 1;
    }
  }
}
