/** Why a request fails, in domain terms. `src/errors.ts` maps them to responses. */

/** `about` names the field or the resource that the response groups the message under. */
export class Failure extends Error {
  readonly about: string;

  constructor(detail: string, about = "") {
    super(detail);
    this.about = about;
  }
}

/** The body is not valid JSON. */
export class Malformed extends Failure {}

/** The caller is not signed in, or no longer. */
export class Unauthenticated extends Failure {}

/** The resource belongs to someone else. */
export class Forbidden extends Failure {}

/** It does not exist, or the caller cannot see it. */
export class NotFound extends Failure {
  constructor(detail = "not found", about = "") {
    super(detail, about);
  }
}

/** It conflicts with an existing resource. */
export class Conflict extends Failure {}

/** A code or a state is missing, unknown, used or expired, or belongs to another browser. */
export class StartAgain extends Failure {}

/** A provider cannot be unlinked: it is the only way to sign in to the account. */
export class LastWayIn extends Failure {}

/** A sign-in provider is down or slow, or its response is invalid. */
export class ProviderFailed extends Failure {}

/** The body is larger than the server accepts. */
export class TooLarge extends Failure {}

/** The operation does not accept the body's media type. */
export class UnsupportedType extends Failure {}

/** A service that the server depends on is unavailable; `cause` is for the log. */
export class Unavailable extends Failure {
  constructor(detail: string, cause?: unknown) {
    super(detail);
    this.cause = cause;
  }
}

export class MethodNotAllowed extends Failure {
  readonly methods: readonly string[];

  constructor(methods: readonly string[]) {
    super(`This path allows ${methods.join(", ")}.`);
    this.methods = methods;
  }
}

/** `errors` has the location of each invalid value and a message, such as ["/due_at", "..."]. */
export class Invalid extends Failure {
  readonly errors: readonly (readonly [pointer: string, detail: string])[];

  constructor(...errors: (readonly [pointer: string, detail: string])[]) {
    super("Some values are invalid.");
    this.errors = errors;
  }
}

/** `retryAfter` is in full seconds. */
export class TooManyAttempts extends Failure {
  readonly retryAfter: number;

  constructor(detail: string, retryAfter: number) {
    super(detail);
    this.retryAfter = retryAfter;
  }
}
