/** Removes an account; everything that belongs to it is deleted by cascade. */

import type { Services } from "./services.ts";

export async function removeUser(
  { database }: Services,
  id: string,
): Promise<void> {
  await database.deleteFrom("users").where("id", "=", id).execute();
}
