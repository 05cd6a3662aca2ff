import type { Router } from "express";

import { currentUser, signedIn } from "../accounts/current-user.ts";
import { channelOf } from "../channels/names.ts";
import { readBody, readQuery } from "../input.ts";
import type { Sort } from "../keyset.ts";
import { PageQuery, sendPage } from "../pagination.ts";
import { createRouter } from "../routing.ts";
import type { Services } from "../services.ts";
import { findOwnRoom, findRoom } from "./access.ts";
import { announceMembership, announceRoom, roomEvent } from "./events.ts";
import { showRoom, showRooms } from "./overview.ts";
import { addRoom, changeRoom, roomsVisibleTo } from "./queries.ts";
import { removeRoom } from "./removal.ts";
import { NewRoom, RoomChange } from "./schemas.ts";

const PATH = "/api/v1/rooms";
const NEWEST_FIRST: Sort = { column: "id", descending: true };

export function rooms(services: Services): Router {
  const { database, hub, settings } = services;
  const { route, router } = createRouter(signedIn(services));

  route(PATH)
    .get(async (request, response) => {
      const user = currentUser(response);
      await sendPage(request, response, settings, {
        rows: roomsVisibleTo(database, user),
        sort: NEWEST_FIRST,
        wanted: readQuery(request, PageQuery),
        show: (found) => showRooms(database, user, found),
      });
    })
    .post(async (request, response) => {
      const user = currentUser(response);
      const body = readBody(request, NewRoom);
      const room = await addRoom(database, user, body);
      await announceRoom(hub, "room.created", await roomEvent(database, room));
      await announceMembership(hub, "membership.created", room, user.id);
      response
        .status(201)
        .location(`${PATH}/${room.id}`)
        .json(await showRoom(database, user, room));
    });

  route(`${PATH}/:id`)
    .get(async (request, response) => {
      const user = currentUser(response);
      const room = await findRoom(database, user, request.params.id);
      response.json(await showRoom(database, user, room));
    })
    .patch(async (request, response) => {
      const user = currentUser(response);
      const change = readBody(request, RoomChange);
      const { id } = await findOwnRoom(database, user, request.params.id);
      const changed = await hub.withLock(channelOf(id), async () => {
        // Read again: it may have been changed or deleted while this waited for the lock.
        const room = await findOwnRoom(database, user, id);
        const changed = await changeRoom(database, room, change);
        await announceRoom(
          hub,
          "room.updated",
          await roomEvent(database, changed),
        );
        return changed;
      });
      response.json(await showRoom(database, user, changed));
    })
    .delete(async (request, response) => {
      const user = currentUser(response);
      const room = await findOwnRoom(database, user, request.params.id);
      await removeRoom(services, room);
      response.status(204).end();
    });

  return router;
}
