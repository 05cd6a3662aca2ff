/** The status of each failure. */

import * as failures from "./failures.ts";
import { Forbidden } from "./rooms/access.ts";

export const STATUSES = new Map<unknown, number>([
  [failures.Malformed, 400],
  [failures.StartAgain, 400],
  [failures.Unauthenticated, 401],
  [Forbidden, 403],
  [failures.NotFound, 404],
  [failures.MethodNotAllowed, 405],
  [failures.Conflict, 409],
  [failures.LastWayIn, 409],
  [failures.TooLarge, 413],
  [failures.UnsupportedType, 415],
  [failures.Invalid, 422],
  [failures.TooManyAttempts, 429],
  [failures.ProviderFailed, 502],
  [failures.Unavailable, 503],
]);
