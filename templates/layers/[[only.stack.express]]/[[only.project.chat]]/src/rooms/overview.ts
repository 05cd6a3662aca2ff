/** Rooms as a user sees them, always in the same number of statements. */

import type { Database } from "../database/connect.ts";
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

type Counts = Map<string, number>;

export async function countMembers(
  database: Database,
  roomIds: string[],
): Promise<Counts> {
  if (roomIds.length === 0) {
    return new Map();
  }
  const counts = await database
    .selectFrom("members")
    .select(["room_id", ({ fn }) => fn.countAll<number>().as("count")])
    .where("room_id", "in", roomIds)
    .groupBy("room_id")
    .execute();
  return new Map(counts.map(({ room_id, count }) => [room_id, count]));
}

/** Only of the rooms that the reader is a member of. */
async function countUnread(
  database: Database,
  reader: Reader,
  roomIds: string[],
): Promise<Counts> {
  if (roomIds.length === 0) {
    return new Map();
  }
  const counts = await database
    .selectFrom("members")
    .leftJoin("messages", (join) =>
      join
        .onRef("messages.room_id", "=", "members.room_id")
        .onRef("messages.id", ">", "members.read_up_to")
        .on("messages.author_id", "!=", reader.id),
    )
    .select([
      "members.room_id",
      ({ fn }) => fn.count<number>("messages.id").as("count"),
    ])
    .where("members.user_id", "=", reader.id)
    .where("members.room_id", "in", roomIds)
    .groupBy("members.room_id")
    .execute();
  return new Map(counts.map(({ room_id, count }) => [room_id, count]));
}
