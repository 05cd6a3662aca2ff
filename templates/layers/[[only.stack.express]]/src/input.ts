/**
 * Reads and validates request bodies and parameters. `express.json()` would not limit nesting and values, or check the
 * encoding.
 */

import type { Request, RequestHandler } from "express";
import { z } from "zod";

import { Invalid, Malformed, TooLarge, UnsupportedType } from "./failures.ts";
import { parseJson, pointer } from "./json.ts";

const MOST_BYTES = 1024 * 1024;

/** Read the body, up to 1 MiB, of every request, so that a larger one is refused on any path; `readBody` parses it. */
export const readBytes: RequestHandler = async (request, _response, next) => {
  if (Number(request.get("Content-Length") ?? 0) > MOST_BYTES) {
    throw tooLarge();
  }
  request.body = await bytesOf(request);
  next();
};

function bytesOf(request: Request): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    const fail = (): void => {
      reject(new Malformed("The body ended early."));
    };
    request.on("error", fail).on("close", fail);
    request.on("end", () => {
      resolve(Buffer.concat(chunks));
    });
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > MOST_BYTES) {
        reject(tooLarge());
      } else {
        chunks.push(chunk);
      }
    });
  });
}

function tooLarge(): TooLarge {
  return new TooLarge("The body must not be larger than 1 MiB.");
}

export function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): z.output<Schema> {
  checkMediaType(request);
  return check(parseJson(request.body as Buffer), schema);
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
  const encoding = request.get("Content-Encoding")?.toLowerCase() ?? "";
  if (!["", "identity"].includes(encoding)) {
    throw new UnsupportedType("The body must not be compressed.");
  }
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
