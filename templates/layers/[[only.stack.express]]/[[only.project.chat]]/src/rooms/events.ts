/**
 * Events that keep room lists up to date: created, updated and deleted rooms, and memberships. Everybody receives those
 * of public rooms, and each member those of private rooms on a channel of their own.
 */

import type { Hub } from "../channels/hub.ts";
import { channelOfUser, ROOMS } from "../channels/names.ts";
import type { Database } from "../database/connect.ts";
import { countMembers, memberIds } from "./member-queries.ts";
import type { Room } from "./schemas.ts";

export interface RoomEvent {
  channels: string[];
  data: string;
}

/** The current room, and the channels to announce it on. */
export async function roomEvent(
  database: Database,
  room: Room,
): Promise<RoomEvent> {
  const members = await countMembers(database, [room.id]);
  const data = JSON.stringify({
    id: room.id,
    name: room.name,
    topic: room.topic,
    private: room.private,
    created_by: room.created_by,
    member_count: members.get(room.id) ?? 0,
    created_at: room.created_at,
  });
  return { channels: await audienceOf(database, room), data };
}

export async function announceRoom(
  hub: Hub,
  event: "room.created" | "room.updated" | "room.deleted",
  { channels, data }: RoomEvent,
): Promise<void> {
  for (const channel of channels) {
    await hub.announce(channel, event, data);
  }
}

export async function announceMembership(
  hub: Hub,
  event: "membership.created" | "membership.deleted",
  room: { id: string },
  userId: string,
): Promise<void> {
  const data = JSON.stringify({ room_id: room.id, user_id: userId });
  await hub.announce(channelOfUser(userId), event, data);
}

async function audienceOf(database: Database, room: Room): Promise<string[]> {
  if (!room.private) {
    return [ROOMS];
  }
  const ids = await memberIds(database, room);
  return ids.map(channelOfUser);
}
