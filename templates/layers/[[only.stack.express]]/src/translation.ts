/** What Express, its body parser and the database throw, in the domain's words. */

import { isUnreachable } from "./database/errors.ts";
import {
  Failure,
  Malformed,
  NotFound,
  TooLarge,
  Unavailable,
  UnsupportedType,
} from "./failures.ts";

/** The failure behind an error, or nothing when it is a bug. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof Failure) {
    return error;
  }
  if (isUnreachable(error)) {
    return new Unavailable("The database does not answer. Try again.");
  }
  switch (statusOf(error)) {
    case 400:
      // A path that cannot be decoded is as missing as one that nothing has.
      return error instanceof URIError
        ? new NotFound()
        : new Malformed("The body did not arrive as it was announced.");
    case 413:
      return new TooLarge("A body has at most 1 MiB.");
    case 415:
      return new UnsupportedType("The body has to come uncompressed.");
    default:
      return undefined;
  }
}

function statusOf(error: unknown): unknown {
  return error instanceof Error && "status" in error ? error.status : undefined;
}
