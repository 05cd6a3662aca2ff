/** How an account is removed: whoever is connected hears which rooms go with it. */

import { removeRoomsOf } from "./rooms/removal.ts";
import type { Services } from "./services.ts";

export async function removeUser(
  services: Services,
  id: string,
): Promise<void> {
  await removeRoomsOf(services, id);
  await services.database.deleteFrom("users").where("id", "=", id).execute();
}
