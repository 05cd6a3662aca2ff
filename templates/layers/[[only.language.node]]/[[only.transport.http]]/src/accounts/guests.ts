/** With DEMO=true anyone gets an account with sample data, which is deleted after a day. */

import { NotFound } from "../failures.ts";
import { addSample } from "../sample.ts";
import type { Services } from "../services.ts";
import { addGuest, deleteUser, findGuestsBefore } from "./queries.ts";
import type { User } from "./schemas.ts";

const LIFETIME = 24 * 60 * 60 * 1000;

export async function createGuest(
  services: Services,
  network: string,
): Promise<User> {
  const { database, rateLimits, settings } = services;
  if (!settings.DEMO) {
    throw new NotFound();
  }
  rateLimits.guests.count(network);
  const before = new Date(Date.now() - LIFETIME);
  for (const { id } of await findGuestsBefore(database, before)) {
    await deleteUser(database, id);
  }
  // Not in one transaction, which would lock SQLite while a password is hashed.
  const guest = await addGuest(services);
  await addSample(services, guest);
  return guest;
}
