import type { Router } from "express";

import { myId, viewerId } from "../accounts/current-user.ts";
import { unlessThere } from "../database/inserts.ts";
import { createRouter, refuseOtherMethods } from "../routing.ts";
import type { Services } from "../services.ts";
import { findProfile } from "./queries.ts";
import { showProfile } from "./schemas.ts";

const PATH = "/api/profiles/:username";

export function profiles(services: Services): Router {
  const { database } = services;
  const router = createRouter();

  router
    .route(PATH)
    .get(async (request, response) => {
      const viewer = await viewerId(request, services);
      const { username } = request.params;
      const profile = await findProfile(database, username, viewer);
      response.json({ profile: showProfile(profile) });
    })
    .all(refuseOtherMethods);

  router
    .route(`${PATH}/follow`)
    .post(async (request, response) => {
      const me = await myId(request, services);
      const profile = await findProfile(database, request.params.username, me);
      const follow = { follower_id: me, followed_id: profile.id };
      await unlessThere(
        database,
        database.insertInto("follows").values(follow),
      ).execute();
      response.json({ profile: showProfile({ ...profile, following: true }) });
    })
    .delete(async (request, response) => {
      const me = await myId(request, services);
      const profile = await findProfile(database, request.params.username, me);
      await database
        .deleteFrom("follows")
        .where("follower_id", "=", me)
        .where("followed_id", "=", profile.id)
        .execute();
      response.json({ profile: showProfile({ ...profile, following: false }) });
    })
    .all(refuseOtherMethods);

  return router;
}
