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
import { announceMembership } from "./events.ts";
import { addMember, removeMember } from "./queries.ts";
import type { Room } from "./schemas.ts";

const PATH = "/api/v1/rooms/:id/members";
const AS_THEY_JOINED: Sort = { name: "id", column: "id", descending: false };

export function members(services: Services): Router {
  const { database, settings } = services;
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
        throw new Forbidden("Users can only add themselves to a public room.");
      }
      await admit(services, user, room, userId);
      response.status(204).end();
    })
    .delete(async (request, response) => {
      const user = await currentUser(request, services);
      const room = await findRoom(database, user, request.params.id);
      const userId = readId(request.params.user_id);
      if (user.id !== userId && user.id !== room.created_by) {
        throw new Forbidden("Only the room's creator can remove others.");
      }
      await dismiss(services, room, userId);
      response.status(204).end();
    })
    .all(refuseOtherMethods);

  return router;
}

/** Make somebody a member. One who is a member stays what they are. */
export async function admit(
  { channels: { hub }, database }: Services,
  by: { id: string },
  { id }: { id: string },
  userId: string,
): Promise<void> {
  await hub.turn(channelOf(id), async () => {
    // Check again: the room or the caller's membership may have been removed while this waited.
    const room = await findRoom(database, by, id);
    if (await addMember(database, room, userId)) {
      await announceMembership(hub, "membership.created", room, userId);
    }
  });
}

async function dismiss(
  { channels: { hub }, database }: Services,
  room: Room,
  userId: string,
): Promise<void> {
  const channel = channelOf(room.id);
  await hub.turn(channel, async () => {
    const wasMember = await removeMember(database, room, userId);
    await hub.expel(channel, userId);
    if (wasMember) {
      await announceMembership(hub, "membership.deleted", room, userId);
    }
  });
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
