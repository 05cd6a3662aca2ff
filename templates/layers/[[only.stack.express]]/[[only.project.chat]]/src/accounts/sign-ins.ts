import type { Database } from "../database/connect.ts";

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
