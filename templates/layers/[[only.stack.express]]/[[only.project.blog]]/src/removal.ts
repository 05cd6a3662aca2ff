/** Removes an account; everything that belongs to it is deleted by cascade. */

import { deleteUser } from "./accounts/queries.ts";
import type { Services } from "./services.ts";

export function removeUser({ database }: Services, id: string): Promise<void> {
  return deleteUser(database, id);
}
