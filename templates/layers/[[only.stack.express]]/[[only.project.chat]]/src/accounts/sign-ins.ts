import type { Request } from "express";

import type { Database } from "../database/connect.ts";
import type { Services } from "../services.ts";
import { bearerToken } from "./current-user.ts";

/** The session that the caller's token was issued for. */
export async function currentSignIn(
  { accessTokens }: Services,
  request: Request,
): Promise<string | undefined> {
  const claims = await accessTokens.read(bearerToken(request));
  return typeof claims?.sid === "string" ? claims.sid : undefined;
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
