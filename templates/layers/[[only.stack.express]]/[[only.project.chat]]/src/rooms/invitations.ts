import type { Router } from "express";

import { currentUser, signedIn } from "../accounts/current-user.ts";
import { findUser } from "../accounts/queries.ts";
import { readBody } from "../input.ts";
import { RateLimit } from "../rate-limits.ts";
import { createRouter } from "../routing.ts";
import type { Services } from "../services.ts";
import { findJoinedRoom } from "./access.ts";
import { admit } from "./membership.ts";
import { Invitation } from "./schemas.ts";

const PER_MINUTE = 20;

export function invitations(services: Services): Router {
  const { database } = services;
  const limit = new RateLimit(PER_MINUTE);
  const { route, router } = createRouter(signedIn(services));

  route("/api/v1/rooms/:id/invitations").post(async (request, response) => {
    const user = currentUser(response);
    const { email } = readBody(request, Invitation);
    const room = await findJoinedRoom(database, user, request.params.id);
    limit.count(user.id);
    const invited = await findUser(database, email);
    if (invited) {
      await admit(services, user, room, invited.id);
    }
    response.status(204).end();
  });

  return router;
}
