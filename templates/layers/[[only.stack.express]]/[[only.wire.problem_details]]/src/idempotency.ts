/** `Idempotency-Key`: a repeated request gets the same response, and is executed once. */

import { createHash } from "node:crypto";

import type { Request } from "express";
import { z } from "zod";

import type { Database } from "./database/connect.ts";
import { isDuplicate } from "./database/errors.ts";
import { Conflict, Invalid } from "./failures.ts";
import { check } from "./input.ts";

const MINUTE = 60 * 1000;
const KEPT_FOR = 24 * 60 * MINUTE;
/** After this time, the process that claimed the key must have died during the request. */
const GIVEN_UP_AFTER = MINUTE;

const Headers = z.object({
  "Idempotency-Key": z
    .string()
    .regex(/^[!-~]{1,255}$/, "It is 1 to 255 printable ASCII characters.")
    .optional(),
});

export interface Answer {
  location: string;
  etag: string | null;
  body: string;
}

export interface IdempotencyTables {
  idempotent_requests: {
    user_id: string;
    key: string;
    fingerprint: string;
    started_at: Date;
    location: string | null;
    etag: string | null;
    /** Of the answer, once there is one. */
    body: string | null;
  };
}

type Claim = Pick<
  IdempotencyTables["idempotent_requests"],
  "user_id" | "key" | "fingerprint"
>;

/** Do the work in a transaction, unless this user has already done it with this key: then the answer is not new. */
export async function answerOnce(
  request: Request,
  database: Database,
  { user, body }: { user: { id: string }; body: unknown },
  work: (transaction: Database) => Promise<Answer>,
): Promise<{ answer: Answer; isNew: boolean }> {
  const given = { "Idempotency-Key": request.get("Idempotency-Key") };
  const { "Idempotency-Key": key } = check(given, Headers);
  if (key === undefined) {
    const answer = await database.transaction().execute(work);
    return { answer, isNew: true };
  }
  const claim = { user_id: user.id, key, fingerprint: fingerprintOf(body) };
  const stored = await claimKey(database, claim);
  if (stored) {
    return { answer: stored, isNew: false };
  }
  try {
    const answer = await database.transaction().execute(async (transaction) => {
      const done = await work(transaction);
      await saveAnswer(transaction, claim, done);
      return done;
    });
    return { answer, isNew: true };
  } catch (error) {
    await releaseKey(database, claim);
    throw error;
  }
}

/** Claim the key, or return its stored response. */
async function claimKey(
  database: Database,
  claim: Claim,
): Promise<Answer | undefined> {
  await deleteExpiredKeys(database, claim.user_id);
  try {
    await database
      .insertInto("idempotent_requests")
      .values({ ...claim, started_at: new Date() })
      .execute();
    return undefined;
  } catch (error) {
    if (!isDuplicate(error)) {
      throw error;
    }
  }
  const taken = await database
    .selectFrom("idempotent_requests")
    .selectAll()
    .where("user_id", "=", claim.user_id)
    .where("key", "=", claim.key)
    .executeTakeFirst();
  if (taken && taken.fingerprint !== claim.fingerprint) {
    throw new Invalid([
      "/Idempotency-Key",
      "This key was used with a different body.",
    ]);
  }
  const { location = null, etag = null, body = null } = taken ?? {};
  if (location === null || body === null) {
    throw new Conflict(
      "The first request with this Idempotency-Key is still running. Try again.",
    );
  }
  return { location, etag, body };
}

async function deleteExpiredKeys(
  database: Database,
  userId: string,
): Promise<void> {
  const now = Date.now();
  await database
    .deleteFrom("idempotent_requests")
    .where("user_id", "=", userId)
    .where((eb) =>
      eb.or([
        eb("started_at", "<", new Date(now - KEPT_FOR)),
        eb.and([
          eb("body", "is", null),
          eb("started_at", "<", new Date(now - GIVEN_UP_AFTER)),
        ]),
      ]),
    )
    .execute();
}

async function saveAnswer(
  database: Database,
  claim: Claim,
  answer: Answer,
): Promise<void> {
  await database
    .updateTable("idempotent_requests")
    .set(answer)
    .where("user_id", "=", claim.user_id)
    .where("key", "=", claim.key)
    .execute();
}

async function releaseKey(database: Database, claim: Claim): Promise<void> {
  await database
    .deleteFrom("idempotent_requests")
    .where("user_id", "=", claim.user_id)
    .where("key", "=", claim.key)
    .where("body", "is", null)
    .execute();
}

function fingerprintOf(body: unknown): string {
  return createHash("sha256").update(JSON.stringify(body)).digest("hex");
}
