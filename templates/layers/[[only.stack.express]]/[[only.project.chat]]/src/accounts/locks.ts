import type { Database } from "../database/connect.ts";
import { lockForUpdate } from "../database/locks.ts";

/** Until the transaction ends, nothing can be added that belongs to the user. */
export async function lockUser(
  transaction: Database,
  id: string,
): Promise<void> {
  const user = transaction
    .selectFrom("users")
    .select("id")
    .where("id", "=", id);
  await lockForUpdate(transaction, user).execute();
}
