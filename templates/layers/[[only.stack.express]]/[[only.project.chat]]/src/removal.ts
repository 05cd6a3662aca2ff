/** Removes an account, and announces the rooms that are deleted with it. */

import { removeRoomsOf } from "./rooms/removal.ts";
import type { Services } from "./services.ts";

export async function removeUser(
  services: Services,
  id: string,
): Promise<void> {
  await removeRoomsOf(services, id);
  await services.database.deleteFrom("users").where("id", "=", id).execute();
}
