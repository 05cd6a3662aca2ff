/** Translates errors of Express and the database into domain failures. */

import { isUnreachable } from "./database/errors.ts";
import { Failure, NotFound, Unavailable } from "./failures.ts";

/** The failure for an error, or undefined if it is a bug. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof Failure) {
    return error;
  }
  if (isUnreachable(error)) {
    return new Unavailable("The database is unavailable. Try again.", error);
  }
  // A path that cannot be decoded is treated as unknown.
  return error instanceof URIError ? new NotFound() : undefined;
}
