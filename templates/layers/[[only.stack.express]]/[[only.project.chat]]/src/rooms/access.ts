/** Who can see a room, and who is a member. */

import type { Database } from "../database/connect.ts";
import { Failure, NotFound } from "../failures.ts";
import { isId } from "../schemas.ts";
import { isMember } from "./member-queries.ts";
import { roomsVisibleTo } from "./queries.ts";
import type { Room } from "./schemas.ts";

/** The caller can see the room, but may not do this. */
export class Forbidden extends Failure {}

interface Caller {
  id: string;
}

/** A room as the caller sees it; in a public one they need not be a member. */
export type VisibleRoom = Room & { isJoined: boolean };

export async function findRoom(
  database: Database,
  user: Caller,
  id: string,
): Promise<VisibleRoom> {
  const room = isId(id)
    ? await roomsVisibleTo(database, user)
        .where("id", "=", id.toLowerCase())
        .executeTakeFirst()
    : undefined;
  if (!room) {
    throw new NotFound();
  }
  return { ...room, isJoined: await isMember(database, room.id, user.id) };
}

export async function findOwnRoom(
  database: Database,
  user: Caller,
  id: string,
): Promise<VisibleRoom> {
  const room = await findRoom(database, user, id);
  if (room.created_by !== user.id) {
    throw new Forbidden("Only the room's creator can do this.");
  }
  return room;
}

export async function findJoinedRoom(
  database: Database,
  user: Caller,
  id: string,
): Promise<VisibleRoom> {
  const room = await findRoom(database, user, id);
  if (!room.isJoined) {
    throw new Forbidden("Only members of the room can do this. Join it first.");
  }
  return room;
}
