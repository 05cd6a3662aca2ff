/** With DEMO=true anyone gets an account with sample data, which is deleted after a day. */

import { randomBytes } from "node:crypto";

import type { Router } from "express";

import { clientNetwork } from "../client-address.ts";
import type { Database } from "../database/connect.ts";
import { NotFound } from "../failures.ts";
import { removeUser } from "../removal.ts";
import { createRouter, refuseOtherMethods } from "../routing.ts";
import { addSample } from "../sample.ts";
import type { Services } from "../services.ts";
import { issueOpaqueToken } from "../tokens.ts";
import { startFamily } from "./refresh-tokens.ts";
import { addUser, answerSession } from "./routes.ts";
import type { User } from "./schemas.ts";

const LIFETIME = 24 * 60 * 60 * 1000;

export function guests(services: Services): Router {
  const { database, rateLimits, settings } = services;
  const router = createRouter();

  router
    .route("/api/v1/auth/guest")
    .post(async (request, response) => {
      if (!settings.demo) {
        throw new NotFound();
      }
      rateLimits.guests.count(clientNetwork(request));
      await removeOldGuests(services);
      const guest = await addGuest(database, "Guest");
      await addSample(database, guest);
      const issued = await startFamily(database, guest.id);
      response.status(201).json(await answerSession(services, guest, issued));
    })
    .all(refuseOtherMethods);

  return router;
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

/** The address cannot be guessed, and nobody knows the password. */
export function addGuest(database: Database, name: string): Promise<User> {
  const email = `guest-${randomBytes(8).toString("hex")}@guest.invalid`;
  const password = issueOpaqueToken();
  return addUser(database, { email, password, name }, { isGuest: true });
}
