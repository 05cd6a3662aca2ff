/** Conditional requests (RFC 9110, section 13) over the version of a row. */

import type { Request } from "express";

import { Failure } from "./failures.ts";

/** The caller does not have the latest version. */
export class Stale extends Failure {}

/** An update must include the version it is based on. */
export class Unconditional extends Failure {}

export function etag(version: number): string {
  return `"${String(version)}"`;
}

export function requireMatch(request: Request, version: number): void {
  if (request.get("If-Match") === undefined) {
    throw new Unconditional(
      "Send the ETag of the version you change as If-Match.",
    );
  }
  checkMatch(request, version);
}

export function checkMatch(request: Request, version: number): void {
  if (!names(request.get("If-Match") ?? "*", version)) {
    throw stale();
  }
}

export function stale(): Stale {
  return new Stale(
    "The task was modified since you fetched it. Fetch it again.",
  );
}

/** Whether the caller already has this version. */
export function isKnown(request: Request, version: number): boolean {
  return names(request.get("If-None-Match") ?? "", version);
}

/** A compressing proxy turns "1" into a weak ETag or "1-gzip", and forwards that form from the client. */
function names(header: string, version: number): boolean {
  const tags = header.matchAll(/"([^"]*?)(?:-(?:gzip|br|zstd|deflate))?"/g);
  return (
    header.trim() === "*" ||
    Array.from(tags, ([, tag]) => tag).includes(String(version))
  );
}
