/** Passwords as argon2id hashes, computed off the event loop. */

import { hash, verify } from "@node-rs/argon2";

/** What OWASP asks for: 19 MiB and two passes. In tests, which hash all the time, next to nothing. */
const COST =
  process.env.ENVIRONMENT === "test"
    ? { memoryCost: 8, timeCost: 1, parallelism: 1 }
    : { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };

let hashOfNobody: Promise<string> | undefined;

export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

/** Tell whether they match. Without a hash it takes as long, so that an unknown account does not show. */
export async function verifyPassword(
  password: string,
  passwordHash: string | undefined,
): Promise<boolean> {
  hashOfNobody ??= hashPassword("nobody has this password");
  const matches = await verify(passwordHash ?? (await hashOfNobody), password);
  return matches && passwordHash !== undefined;
}
