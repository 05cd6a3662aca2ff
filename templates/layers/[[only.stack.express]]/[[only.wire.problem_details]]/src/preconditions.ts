/** Why a conditional request fails. */

import { Failure } from "./failures.ts";

/** The caller does not have the latest version. */
export class Stale extends Failure {}

/** An update must include the version it is based on. */
export class Unconditional extends Failure {}
