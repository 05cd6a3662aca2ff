/** Every error response of the API: `{"errors": {"<field or resource>": ["message"]}}`. */

import type { ErrorRequestHandler, Response } from "express";
import type { Logger } from "pino";

import * as failures from "./failures.ts";
import { failureOf } from "./translation.ts";

type Messages = Record<string, readonly string[]>;

type Answer = readonly [status: number, about: string, message: string];

/** The status of each failure, and its default field and message. */
const ANSWERS = new Map<unknown, Answer>([
  [failures.Malformed, [400, "body", "cannot be read as JSON"]],
  [failures.StartAgain, [400, "state", "is invalid"]],
  [failures.Unauthenticated, [401, "token", "is invalid"]],
  [failures.Forbidden, [403, "resource", "forbidden"]],
  [failures.NotFound, [404, "route", "not found"]],
  [failures.MethodNotAllowed, [405, "method", "is not allowed"]],
  [failures.Conflict, [409, "resource", "has changed"]],
  [failures.LastWayIn, [409, "provider", "is the only way to sign in"]],
  [failures.TooLarge, [413, "body", "is larger than 1 MiB"]],
  [failures.UnsupportedType, [415, "body", "must be application/json"]],
  [failures.TooManyAttempts, [429, "credentials", "failed too often"]],
  [failures.ProviderFailed, [502, "provider", "is unavailable"]],
  [failures.Unavailable, [503, "database", "does not answer"]],
]);
const MISTAKE: Answer = [500, "server", "made a mistake"];
// A response stays small, whatever the client sent.
const LONGEST_NAME = 100;

export function answerErrors(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const failure = failureOf(error);
    if (failure?.cause) {
      logger.error({ err: failure.cause }, failure.message);
    }
    if (response.headersSent) {
      next(error);
    } else if (failure instanceof failures.Invalid) {
      answer(response, 422, byField(failure));
    } else if (failure) {
      answerFailure(response, failure);
    } else {
      logger.error({ err: error }, "Unhandled error");
      const [status, about, message] = MISTAKE;
      answer(response, status, { [about]: [message] });
    }
  };
}

function answerFailure(response: Response, failure: failures.Failure): void {
  if (failure instanceof failures.Unauthenticated) {
    response.set("WWW-Authenticate", "Token");
  } else if (failure instanceof failures.MethodNotAllowed) {
    response.set("Allow", failure.methods.join(", "));
  } else if (failure instanceof failures.TooManyAttempts) {
    response.set("Retry-After", String(failure.retryAfter));
  }
  const [status, about, message] = ANSWERS.get(failure.constructor) ?? MISTAKE;
  answer(
    response,
    status,
    failure.about
      ? { [failure.about]: [failure.message] }
      : { [about]: [message] },
  );
}

/** Gather the messages of each field: /article/tagList/0 is about tagList, /user of user. */
function byField({ errors }: failures.Invalid): Messages {
  const messages = new Map<string, Set<string>>();
  for (const [pointer, message] of errors) {
    const [, first = "", second = first] = pointer.split("/");
    const name = second.slice(0, LONGEST_NAME) || "body";
    messages.set(name, (messages.get(name) ?? new Set()).add(message));
  }
  return Object.fromEntries(
    Array.from(messages, ([name, those]) => [name, [...those]]),
  );
}

function answer(response: Response, status: number, errors: Messages): void {
  response.status(status).json({ errors });
}
