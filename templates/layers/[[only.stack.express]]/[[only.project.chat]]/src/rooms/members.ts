import type { Router } from "express";

import { currentUser } from "../accounts/current-user.ts";
import { channelOf } from "../channels/names.ts";
import type { Database } from "../database/connect.ts";
import { Forbidden, NotFound } from "../failures.ts";
import { readQuery } from "../input.ts";
import { PageQuery, sendPage, type Sort } from "../pagination.ts";
import { createRouter, refuseOtherMethods } from "../routing.ts";
import { isId } from "../schemas.ts";
import type { Services } from "../services.ts";
import { findRoom } from "./access.ts";
import { admit, removeMember } from "./queries.ts";

const PATH = "/api/v1/rooms/:id/members";
const AS_THEY_JOINED: Sort = { name: "id", column: "id", descending: false };

export function members(services: Services): Router {
  const { channels, database, settings } = services;
  const router = createRouter();

  router
    .route(PATH)
    .get(async (request, response) => {
      const user = await currentUser(request, services);
      const room = await findRoom(database, user, request.params.id);
      await sendPage(request, response, settings, {
        rows: membersOf(database, room),
        sort: AS_THEY_JOINED,
        wanted: readQuery(request, PageQuery),
        show: (rows) =>
          rows.map(({ user_id, name, joined_at }) => ({
            id: user_id,
            name,
            joined_at,
          })),
      });
    })
    .all(refuseOtherMethods);

  router
    .route(`${PATH}/:user_id`)
    .put(async (request, response) => {
      const user = await currentUser(request, services);
      const room = await findRoom(database, user, request.params.id);
      const userId = readId(request.params.user_id);
      if (userId !== user.id && !room.private) {
        throw new Forbidden("Everybody joins a public room themselves.");
      }
      await admit(database, room, userId);
      response.status(204).end();
    })
    .delete(async (request, response) => {
      const user = await currentUser(request, services);
      const room = await findRoom(database, user, request.params.id);
      const userId = readId(request.params.user_id);
      if (user.id !== userId && user.id !== room.created_by) {
        throw new Forbidden("Only the maker of a room removes others.");
      }
      const channel = channelOf(room.id);
      await channels.hub.turn(channel, async () => {
        await removeMember(database, room, userId);
        await channels.hub.expel(channel, userId);
      });
      response.status(204).end();
    })
    .all(refuseOtherMethods);

  return router;
}

function membersOf(database: Database, room: { id: string }) {
  return database
    .selectFrom("members")
    .select(["id", "user_id", "joined_at"])
    .select((eb) =>
      eb
        .selectFrom("users")
        .select("users.name")
        .whereRef("users.id", "=", "members.user_id")
        .$asScalar()
        .$notNull()
        .as("name"),
    )
    .where("room_id", "=", room.id);
}

function readId(given: string): string {
  if (!isId(given)) {
    throw new NotFound();
  }
  return given.toLowerCase();
}
