/** Each state works once, and so does the code that a callback hands to the page. */

import { createHash } from "node:crypto";

import type { User } from "../accounts/schemas.ts";
import type { Database } from "../database/connect.ts";
import { isDuplicate } from "../database/errors.ts";
import { StartAgain } from "../failures.ts";
import { issueOpaqueToken } from "../tokens.ts";
import { LIFETIME } from "./attempts.ts";

const CODE_LIFETIME = 60_000;

/** Before the provider is asked, so that a callback that is sent many times asks it once. */
export async function useState(
  database: Database,
  state: string,
): Promise<void> {
  const now = Date.now();
  await database
    .deleteFrom("provider_callbacks")
    .where("created_at", "<", new Date(now - LIFETIME * 1000))
    .execute();
  try {
    await database
      .insertInto("provider_callbacks")
      .values({ state_hash: hash(state), created_at: new Date(now) })
      .execute();
  } catch (error) {
    throw isDuplicate(error)
      ? new StartAgain("This state was used. Start to sign in again.")
      : error;
  }
}

export async function handOutCode(
  database: Database,
  state: string,
  userId: string,
): Promise<string> {
  const code = issueOpaqueToken();
  await database
    .updateTable("provider_callbacks")
    .set({ code_hash: hash(code), user_id: userId })
    .where("state_hash", "=", hash(state))
    .execute();
  return code;
}

export async function useCode(
  database: Database,
  code: string,
  state: string,
): Promise<User> {
  const user = await database
    .selectFrom("users")
    .innerJoin("provider_callbacks", "provider_callbacks.user_id", "users.id")
    .selectAll("users")
    .where("state_hash", "=", hash(state))
    .where("code_hash", "=", hash(code))
    .executeTakeFirst();
  const { numUpdatedRows } = await database
    .updateTable("provider_callbacks")
    .set({ code_hash: null })
    .where("state_hash", "=", hash(state))
    .where("code_hash", "=", hash(code))
    .where("created_at", ">", new Date(Date.now() - CODE_LIFETIME))
    .executeTakeFirst();
  if (!user || numUpdatedRows === 0n) {
    throw new StartAgain(
      "This code is unknown, used or expired. Start to sign in again.",
    );
  }
  return user;
}

function hash(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
