/** With DEMO=true anyone gets an account with sample data, which is deleted after a day. */

import { NotFound } from "../failures.ts";
import { removeUser } from "../removal.ts";
import { addSample } from "../sample.ts";
import type { Services } from "../services.ts";
import { addGuest } from "./queries.ts";
import type { User } from "./schemas.ts";

const LIFETIME = 24 * 60 * 60 * 1000;

export async function createGuest(
  services: Services,
  network: string,
): Promise<User> {
  const { rateLimits, settings } = services;
  if (!settings.DEMO) {
    throw new NotFound();
  }
  rateLimits.guests.count(network);
  await removeOldGuests(services);
  const guest = await addGuest(services);
  await addSample(services, guest);
  return guest;
}

async function removeOldGuests(services: Services): Promise<void> {
  const old = await services.database
    .selectFrom("users")
    .select("id")
    .where("is_guest", "=", true)
    .where("created_at", "<", new Date(Date.now() - LIFETIME))
    .execute();
  for (const { id } of old) {
    await removeUser(services, id);
  }
}
