import type { Response } from "express";

import type { Database } from "../database/connect.ts";

/** The session that the caller's token was issued for. */
export function currentSignIn({ locals }: Response): string | undefined {
  return (locals as { signInId?: string }).signInId;
}

export function findSignIn(database: Database, id: string) {
  return database
    .selectFrom("sign_ins")
    .select("user_id")
    .where("id", "=", id)
    .executeTakeFirst();
}

export function findRunningSignIns(database: Database, ids: string[]) {
  return database
    .selectFrom("sign_ins")
    .select("id")
    .where("id", "in", ids)
    .where("expires_at", ">", new Date())
    .execute();
}
