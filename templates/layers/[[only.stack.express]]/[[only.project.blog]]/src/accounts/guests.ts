/** With DEMO=true anyone gets an account with sample data, which is deleted after a day. */

import { randomBytes } from "node:crypto";

import type { Router } from "express";

import { clientNetwork } from "../client-address.ts";
import type { Database } from "../database/connect.ts";
import { NotFound } from "../failures.ts";
import { createRouter, refuseOtherMethods } from "../routing.ts";
import { addSample } from "../sample.ts";
import type { Services } from "../services.ts";
import { issueOpaqueToken } from "../tokens.ts";
import { addUser } from "./queries.ts";
import { answerUser } from "./routes.ts";
import type { User } from "./schemas.ts";

const LIFETIME = 24 * 60 * 60 * 1000;

export function guests(services: Services): Router {
  const { database, rateLimits, settings } = services;
  const router = createRouter();

  router
    .route("/api/users/guest")
    .post(async (request, response) => {
      if (!settings.demo) {
        throw new NotFound("not found", "route");
      }
      rateLimits.guests.count(clientNetwork(request));
      await removeOldGuests(database);
      const guest = await addGuest(database);
      await addSample(database, guest);
      response.status(201).json(await answerUser(services, guest));
    })
    .all(refuseOtherMethods);

  return router;
}

async function removeOldGuests(database: Database): Promise<void> {
  await database
    .deleteFrom("users")
    .where("is_guest", "=", true)
    .where("created_at", "<", new Date(Date.now() - LIFETIME))
    .execute();
}

/** The address cannot be guessed, and nobody knows the password. */
function addGuest(database: Database): Promise<User> {
  const username = `guest-${randomBytes(8).toString("hex")}`;
  const email = `${username}@guest.invalid`;
  const password = issueOpaqueToken();
  return addUser(database, { username, email, password }, { isGuest: true });
}
