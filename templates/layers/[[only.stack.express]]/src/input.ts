/** Reads and validates request bodies and parameters. */

import express, { type Request, type RequestHandler } from "express";
import { z } from "zod";

import { Invalid, Malformed, TooLarge, UnsupportedType } from "./failures.ts";
import { parseJson, pointer } from "./json.ts";

const MOST_BYTES = 1024 * 1024;

/** Reject a body with a declared length that is too large. The parser would first read all of it. */
export const refuseLargeBodies: RequestHandler = (request, _response, next) => {
  if (Number(request.get("Content-Length")) > MOST_BYTES) {
    throw new TooLarge("The body must not be larger than 1 MiB.");
  }
  next();
};

/** Read the raw body, up to 1 MiB; `readBody` parses it. */
export const readBytes = express.raw({
  type: () => true,
  limit: MOST_BYTES,
  inflate: false,
});

export function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): z.output<Schema> {
  checkMediaType(request);
  const body: unknown = request.body;
  if (!(body instanceof Uint8Array)) {
    throw new Malformed("The body is not valid JSON.");
  }
  return check(parseJson(body), schema);
}

export function readQuery<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): z.output<Schema> {
  return check(request.query, schema);
}

/** Parse `value` with `schema`, or report everything that is invalid. */
export function check<Schema extends z.ZodType>(
  value: unknown,
  schema: Schema,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) {
    throw new Invalid(...result.error.issues.flatMap(errorsOf));
  }
  return result.data;
}

function errorsOf(issue: z.core.$ZodIssue): [string, string][] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => [
      pointer([...issue.path, key]),
      "This member does not exist.",
    ]);
  }
  return [[pointer(issue.path), issue.message]];
}

function checkMediaType(request: Request): void {
  const [type = "", ...parameters] = (request.get("Content-Type") ?? "")
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  const accepted =
    request.method === "PATCH"
      ? ["application/json", "application/merge-patch+json"]
      : ["application/json"];
  const inUtf8 = parameters.every((parameter) =>
    /^(charset="?utf-8"?)?$/.test(parameter),
  );
  if (!accepted.includes(type) || !inUtf8) {
    throw new UnsupportedType(
      `The body must be ${accepted.join(" or ")}, in UTF-8.`,
    );
  }
}
