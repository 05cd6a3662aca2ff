/** Conditional requests (RFC 9110, section 13) over the version of a row. */

import type { Request } from "express";

import { Stale, Unconditional } from "./failures.ts";

export function etag(version: number): string {
  return `"${String(version)}"`;
}

export function requireMatch(request: Request, version: number): void {
  if (request.get("If-Match") === undefined) {
    throw new Unconditional(
      "Say which version you change: send its ETag as If-Match.",
    );
  }
  checkMatch(request, version);
}

/** Compare strongly: a weak tag never matches. */
export function checkMatch(request: Request, version: number): void {
  const wanted = request.get("If-Match")?.trim() ?? "*";
  if (wanted !== "*" && !tags(wanted).includes(etag(version))) {
    throw stale();
  }
}

export function stale(): Stale {
  return new Stale("It has changed since you read it. Read it again.");
}

/** Tell whether the caller has this version already. Here a weak tag is as good as a strong one. */
export function isKnown(request: Request, version: number): boolean {
  const known = request.get("If-None-Match")?.trim() ?? "";
  const strong = tags(known).map((tag) => tag.replace(/^W\//, ""));
  return known === "*" || strong.includes(etag(version));
}

function tags(header: string): string[] {
  return header.match(/(?:W\/)?"[^"]*"/g) ?? [];
}
