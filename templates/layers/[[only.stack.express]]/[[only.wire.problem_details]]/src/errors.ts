/** Every error response of the API, as a problem (RFC 9457). */

import { STATUS_CODES } from "node:http";

import type { ErrorRequestHandler, Response } from "express";
import type { Logger } from "pino";

import * as failures from "./failures.ts";
import { STATUSES } from "./statuses.ts";
import { failureOf } from "./translation.ts";

// A response stays small, whatever the client sent.
const MOST_ERRORS = 100;
const LONGEST_POINTER = 1000;

export function answerErrors(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const failure = failureOf(error);
    if (failure?.cause) {
      logger.error({ err: failure.cause }, failure.message);
    }
    if (response.headersSent) {
      next(error);
    } else if (failure) {
      answerFailure(response, failure);
    } else {
      logger.error({ err: error }, "Unhandled error");
      answerProblem(response, 500, "An unexpected error occurred.");
    }
  };
}

function answerFailure(response: Response, failure: failures.Failure): void {
  let errors: { pointer: string; detail: string }[] | undefined;
  if (failure instanceof failures.Unauthenticated) {
    response.set("WWW-Authenticate", "Bearer");
  } else if (failure instanceof failures.MethodNotAllowed) {
    response.set("Allow", failure.methods.join(", "));
  } else if (failure instanceof failures.TooManyAttempts) {
    response.set("Retry-After", String(failure.retryAfter));
  } else if (failure instanceof failures.Invalid) {
    errors = failure.errors.slice(0, MOST_ERRORS).map(([pointer, detail]) => ({
      pointer: pointer.slice(0, LONGEST_POINTER),
      detail,
    }));
  }
  const status = STATUSES.get(failure.constructor) ?? 500;
  answerProblem(response, status, failure.message, errors);
}

function answerProblem(
  response: Response,
  status: number,
  detail: string,
  errors?: { pointer: string; detail: string }[],
): void {
  const title = STATUS_CODES[status];
  response
    .status(status)
    .type("application/problem+json")
    .send(
      JSON.stringify({ type: "about:blank", title, status, detail, errors }),
    );
}
