/** Why a request cannot have what it asks for, in the domain's words. `src/errors.ts` has the answers. */

/** `about` names the field or the resource, for those whose errors are filed by it. */
export class Failure extends Error {
  readonly about: string;

  constructor(detail: string, about = "") {
    super(detail);
    this.about = about;
  }
}

/** The bytes of the body are not JSON. */
export class Malformed extends Failure {}

/** Nobody is signed in, or not any more. */
export class Unauthenticated extends Failure {}

/** It is someone else's. */
export class Forbidden extends Failure {}

/** It does not exist, or not for this caller. */
export class NotFound extends Failure {
  constructor(detail = "Not found, or you have no access.", about = "") {
    super(detail, about);
  }
}

/** It clashes with what is there. */
export class Conflict extends Failure {}

/** The caller has not seen the newest version. */
export class Stale extends Failure {}

/** The body is larger than the server accepts. */
export class TooLarge extends Failure {}

/** The body is of a type that the operation does not read. */
export class UnsupportedType extends Failure {}

/** A change has to say which version it changes. */
export class Unconditional extends Failure {}

/** Something the server depends on does not answer. */
export class Unavailable extends Failure {}

export class MethodNotAllowed extends Failure {
  readonly methods: readonly string[];

  constructor(methods: readonly string[]) {
    super(`This path allows ${methods.join(", ")}.`);
    this.methods = methods;
  }
}

/** `errors` has the place of each invalid value and what is wrong with it, like ["/due_at", "..."]. */
export class Invalid extends Failure {
  readonly errors: readonly (readonly [pointer: string, detail: string])[];

  constructor(...errors: (readonly [pointer: string, detail: string])[]) {
    super("Some values are invalid.");
    this.errors = errors;
  }
}

/** `retryAfter` is in whole seconds. */
export class TooManyAttempts extends Failure {
  readonly retryAfter: number;

  constructor(detail: string, retryAfter: number) {
    super(detail);
    this.retryAfter = retryAfter;
  }
}
