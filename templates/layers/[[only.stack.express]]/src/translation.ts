/** Translates errors of Express, its body parser and the database into domain failures. */

import { isUnreachable } from "./database/errors.ts";
import {
  Failure,
  Malformed,
  NotFound,
  TooLarge,
  Unavailable,
  UnsupportedType,
} from "./failures.ts";

/** The failure for an error, or undefined if it is a bug. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof Failure) {
    return error;
  }
  if (isUnreachable(error)) {
    return new Unavailable("The database is unavailable. Try again.");
  }
  switch (statusOf(error)) {
    case 400:
      // A path that cannot be decoded is treated as unknown.
      return error instanceof URIError
        ? new NotFound()
        : new Malformed("The body is not framed correctly.");
    case 413:
      return new TooLarge("The body must not be larger than 1 MiB.");
    case 415:
      return new UnsupportedType("The body must not be compressed.");
    default:
      return undefined;
  }
}

function statusOf(error: unknown): unknown {
  return error instanceof Error && "status" in error ? error.status : undefined;
}
