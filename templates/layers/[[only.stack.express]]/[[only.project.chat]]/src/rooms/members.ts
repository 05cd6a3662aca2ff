import type { Router } from "express";

import { currentUser, signedIn } from "../accounts/current-user.ts";
import { NotFound } from "../failures.ts";
import { readQuery } from "../input.ts";
import type { Sort } from "../keyset.ts";
import { PageQuery, sendPage } from "../pagination.ts";
import { createRouter } from "../routing.ts";
import { isId } from "../schemas.ts";
import type { Services } from "../services.ts";
import { findRoom, Forbidden } from "./access.ts";
import { membersOf } from "./member-queries.ts";
import { admit, dismiss } from "./membership.ts";

const PATH = "/api/v1/rooms/:id/members";
const AS_THEY_JOINED: Sort = { column: "id", descending: false };

export function members(services: Services): Router {
  const { database, settings } = services;
  const { route, router } = createRouter(signedIn(services));

  route(PATH).get(async (request, response) => {
    const user = currentUser(response);
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
  });

  route(`${PATH}/:user_id`)
    .put(async (request, response) => {
      const user = currentUser(response);
      const room = await findRoom(database, user, request.params.id);
      const userId = readId(request.params.user_id);
      if (userId !== user.id && !room.private) {
        throw new Forbidden("Users can only add themselves to a public room.");
      }
      await admit(services, user, room, userId);
      response.status(204).end();
    })
    .delete(async (request, response) => {
      const user = currentUser(response);
      const room = await findRoom(database, user, request.params.id);
      const userId = readId(request.params.user_id);
      if (user.id !== userId && user.id !== room.created_by) {
        throw new Forbidden("Only the room's creator can remove others.");
      }
      await dismiss(services, room, userId);
      response.status(204).end();
    });

  return router;
}

function readId(given: string): string {
  if (!isId(given)) {
    throw new NotFound();
  }
  return given.toLowerCase();
}
