/** Cursor pagination. A cursor contains the last row's position in the order, so new rows shift nothing. */

import { createHmac, timingSafeEqual } from "node:crypto";

import type { Request, Response } from "express";
import type { SelectQueryBuilder } from "kysely";
import { z } from "zod";

import { Invalid } from "./failures.ts";
import { fetchAfter, type Place, type Sort } from "./keyset.ts";
import type { Settings } from "./settings.ts";

/** The query parameters of every list. */
export const PageQuery = z.object({
  limit: z
    .string()
    .regex(/^([1-9][0-9]?|100)$/, "It is a number from 1 to 100.")
    .transform(Number)
    .default(20),
  cursor: z.string().optional(),
});

interface Page<DB, TB extends keyof DB, Row> {
  rows: SelectQueryBuilder<DB, TB, Row>;
  sort: Sort;
  wanted: z.output<typeof PageQuery>;
  show: (rows: Row[]) => unknown;
}

export async function sendPage<
  DB,
  TB extends keyof DB,
  Row extends { id: string },
>(
  request: Request,
  response: Response,
  { SECRET_KEY }: Settings,
  { rows, sort, wanted, show }: Page<DB, TB, Row>,
): Promise<void> {
  const sign = signer(SECRET_KEY, request);
  const after =
    wanted.cursor === undefined ? undefined : read(wanted.cursor, sign);
  const found = await fetchAfter(rows, sort, after, wanted.limit + 1);
  const shown = found.slice(0, wanted.limit);
  const last = found.length > wanted.limit ? shown.at(-1) : undefined;
  const cursor = last ? write(last, sort, sign) : null;
  if (cursor !== null) {
    response.set("Link", `<${nextUrl(request, cursor)}>; rel="next"`);
  }
  response.json({ items: await show(shown), next_cursor: cursor });
}

type Sign = (payload: Buffer) => Buffer;

/** Only cursors that we signed for this list are read, so they need no further validation. */
function signer(secretKey: string, request: Request): Sign {
  const { pathname, searchParams } = urlOf(request);
  searchParams.delete("cursor");
  searchParams.delete("limit");
  searchParams.sort();
  const thisList = `${pathname}?${searchParams.toString()}`;
  return (payload) =>
    createHmac("sha256", secretKey)
      .update(`${thisList}\0`)
      .update(payload)
      .digest()
      .subarray(0, 16);
}

function write(row: object, sort: Sort, sign: Sign): string {
  const { [sort.column]: value, id } = row as Record<string, unknown>;
  const payload = Buffer.from(JSON.stringify([value, id]));
  return Buffer.concat([sign(payload), payload]).toString("base64url");
}

function read(cursor: string, sign: Sign): Place {
  const payload = Buffer.from(cursor, "base64url").subarray(16);
  // Compare the encoded cursor too, because several texts decode to the same bytes.
  const ours = Buffer.from(
    Buffer.concat([sign(payload), payload]).toString("base64url"),
  );
  const theirs = Buffer.from(cursor);
  if (ours.length !== theirs.length || !timingSafeEqual(ours, theirs)) {
    throw new Invalid(["/cursor", "This is not a cursor of this list."]);
  }
  return JSON.parse(payload.toString()) as Place;
}

function nextUrl(request: Request, cursor: string): string {
  const url = urlOf(request);
  url.searchParams.set("cursor", cursor);
  return `${url.pathname}${url.search}`;
}

function urlOf(request: Request): URL {
  return new URL(request.originalUrl, "http://localhost");
}
