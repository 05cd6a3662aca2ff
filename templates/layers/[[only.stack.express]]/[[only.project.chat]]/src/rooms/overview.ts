/** Rooms as a user sees them, always in the same number of statements. */

import type { Database } from "../database/connect.ts";
import { countUnread } from "../messages/unread.ts";
import { countMembers } from "./member-queries.ts";
import type { Room } from "./schemas.ts";

interface Reader {
  id: string;
}

export async function showRooms(
  database: Database,
  reader: Reader,
  rooms: Room[],
) {
  const ids = rooms.map((room) => room.id);
  const members = await countMembers(database, ids);
  const unread = await countUnread(database, reader, ids);
  return rooms.map((room) => ({
    id: room.id,
    name: room.name,
    topic: room.topic,
    private: room.private,
    created_by: room.created_by,
    member_count: members.get(room.id) ?? 0,
    unread_count: unread.get(room.id) ?? null,
    created_at: room.created_at,
  }));
}

export async function showRoom(database: Database, reader: Reader, room: Room) {
  const [shown] = await showRooms(database, reader, [room]);
  return shown;
}
