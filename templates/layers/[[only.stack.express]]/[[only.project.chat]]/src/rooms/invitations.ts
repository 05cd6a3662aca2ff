import type { Router } from "express";

import { currentUser } from "../accounts/current-user.ts";
import { findUser } from "../accounts/routes.ts";
import { readBody } from "../input.ts";
import { RateLimit } from "../rate-limits.ts";
import { createRouter, refuseOtherMethods } from "../routing.ts";
import type { Services } from "../services.ts";
import { findJoinedRoom } from "./access.ts";
import { admit } from "./members.ts";
import { Invitation } from "./schemas.ts";

const PER_MINUTE = 20;

export function invitations(services: Services): Router {
  const { database } = services;
  const limit = new RateLimit(PER_MINUTE);
  const router = createRouter();

  router
    .route("/api/v1/rooms/:id/invitations")
    .post(async (request, response) => {
      const user = await currentUser(request, services);
      const { email } = readBody(request, Invitation);
      const room = await findJoinedRoom(database, user, request.params.id);
      limit.count(user.id);
      const invited = await findUser(database, email);
      if (invited) {
        await admit(services, user, room, invited.id);
      }
      // The same when nobody has this address, so that nobody finds out who has an account.
      response.status(204).end();
    })
    .all(refuseOtherMethods);

  return router;
}
