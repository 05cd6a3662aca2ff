/** Refresh tokens are single-use. A reused one was stolen, so its whole family is revoked. */

import { createHash, randomUUID } from "node:crypto";

import type { Database } from "../database/connect.ts";
import { lockForUpdate } from "../database/locks.ts";
import { Unauthenticated } from "../failures.ts";
import { issueOpaqueToken } from "../tokens.ts";
import { findUserById } from "./queries.ts";
import type { User } from "./schemas.ts";

const DAY = 24 * 60 * 60 * 1000;
const LIFETIME = 30 * DAY;
const REFUSED = "This refresh token is invalid. Sign in again.";

/** Start a session and return its first refresh token; delete the user's expired sessions. */
export async function startFamily(
  database: Database,
  userId: string,
): Promise<string> {
  await database
    .deleteFrom("sign_ins")
    .where("user_id", "=", userId)
    .where("expires_at", "<=", new Date())
    .execute();
  const id = randomUUID();
  await database
    .insertInto("sign_ins")
    .values({ id, user_id: userId, expires_at: inOneLifetime() })
    .execute();
  return addToken(database, id);
}

/** Exchange a token for the next of its family. Reusing a token revokes the family. */
export async function rotate(
  database: Database,
  token: string,
): Promise<{ user: User; next: string }> {
  const rotated = await database.transaction().execute(async (transaction) => {
    const family = await familyOf(transaction, token);
    if (family === undefined) {
      return undefined;
    }
    // Always lock the family's row first, so that concurrent requests cannot deadlock.
    const signIn = await lockForUpdate(
      transaction,
      transaction
        .selectFrom("sign_ins")
        .select(["id", "user_id"])
        .where("id", "=", family),
    ).executeTakeFirst();
    const user = signIn && (await findUserById(transaction, signIn.user_id));
    if (user && (await use(transaction, token))) {
      return { user, next: await addToken(transaction, signIn.id) };
    }
    await endFamily(transaction, token);
    return undefined;
  });
  if (!rotated) {
    throw new Unauthenticated(REFUSED);
  }
  return rotated;
}

/** Delete the session that `token` belongs to. Unknown tokens are ignored. */
export async function endFamily(
  database: Database,
  token: string,
): Promise<void> {
  const family = await familyOf(database, token);
  if (family !== undefined) {
    await database.deleteFrom("sign_ins").where("id", "=", family).execute();
  }
}

/** A separate query: in a statement that changes a session, MySQL would lock the token first. */
export async function familyOf(
  database: Database,
  token: string,
): Promise<string | undefined> {
  const found = await database
    .selectFrom("refresh_tokens")
    .select("sign_in_id")
    .where("token_hash", "=", hashToken(token))
    .executeTakeFirst();
  return found?.sign_in_id;
}

async function use(database: Database, token: string): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable("refresh_tokens")
    .set({ used: true })
    .where("token_hash", "=", hashToken(token))
    .where("used", "=", false)
    .where("expires_at", ">", new Date())
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

async function addToken(database: Database, signInId: string): Promise<string> {
  const token = issueOpaqueToken();
  await database
    .updateTable("sign_ins")
    .set({ expires_at: inOneLifetime() })
    .where("id", "=", signInId)
    .execute();
  await database
    .insertInto("refresh_tokens")
    .values({
      token_hash: hashToken(token),
      sign_in_id: signInId,
      expires_at: inOneLifetime(),
      used: false,
    })
    .execute();
  return token;
}

function inOneLifetime(): Date {
  return new Date(Date.now() + LIFETIME);
}

function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
