import type { Router } from "express";

import {
  currentUser,
  signedInToWrite,
  viewerId,
} from "../accounts/current-user.ts";
import { createRouter } from "../routing.ts";
import type { Services } from "../services.ts";
import { findProfile, follow, unfollow } from "./queries.ts";
import { showProfile } from "./schemas.ts";

const PATH = "/api/profiles/:username";

export function profiles(services: Services): Router {
  const { database } = services;
  const { route, router } = createRouter(signedInToWrite(services));

  route(PATH).get(async (request, response) => {
    const viewer = viewerId(response);
    const { username } = request.params;
    const profile = await findProfile(database, username, viewer);
    response.json({ profile: showProfile(profile) });
  });

  route(`${PATH}/follow`)
    .post(async (request, response) => {
      const me = currentUser(response).id;
      const profile = await findProfile(database, request.params.username, me);
      await follow(database, me, profile.id);
      response.json({ profile: showProfile({ ...profile, following: true }) });
    })
    .delete(async (request, response) => {
      const me = currentUser(response).id;
      const profile = await findProfile(database, request.params.username, me);
      await unfollow(database, me, profile.id);
      response.json({ profile: showProfile({ ...profile, following: false }) });
    });

  return router;
}
