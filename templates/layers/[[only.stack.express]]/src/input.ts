/** Reads and validates request bodies and parameters. */

import type { Request, RequestHandler } from "express";
import { z } from "zod";

import { Invalid, Malformed, TooLarge, UnsupportedType } from "./failures.ts";
import { parseJson, pointer } from "./json.ts";

const MOST_BYTES = 1024 * 1024;

/** Read the body, up to 1 MiB; `readBody` parses it. A larger one is refused as soon as that shows. */
export const readBytes: RequestHandler = async (request, _response, next) => {
  checkSize(Number(request.get("Content-Length") ?? 0));
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunksOf(request)) {
    size += chunk.length;
    checkSize(size);
    chunks.push(chunk);
  }
  request.body = Buffer.concat(chunks);
  next();
};

/** Leaves the connection open for the response if not all of them are read. */
async function* chunksOf(request: Request): AsyncGenerator<Buffer> {
  const chunks = request.iterator({ destroyOnReturn: false });
  try {
    yield* chunks as AsyncIterable<Buffer>;
  } catch {
    throw new Malformed("The body ended early.");
  }
}

function checkSize(bytes: number): void {
  if (bytes > MOST_BYTES) {
    throw new TooLarge("The body must not be larger than 1 MiB.");
  }
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
