import { channelOf } from "../channels/names.ts";
import type { Services } from "../services.ts";
import { announceRoom, newsOf } from "./events.ts";
import { deleteRoom } from "./queries.ts";
import type { Room } from "./schemas.ts";

export async function removeRoomsOf(
  services: Services,
  userId: string,
): Promise<void> {
  const rooms = await services.database
    .selectFrom("rooms")
    .selectAll()
    .where("created_by", "=", userId)
    .execute();
  for (const room of rooms) {
    await removeRoom(services, room);
  }
}

/** Of two concurrent deletions, only the one that deleted the row announces it. */
export async function removeRoom(
  { channels: { hub }, database }: Services,
  room: Room,
): Promise<void> {
  const channel = channelOf(room.id);
  await hub.turn(channel, async () => {
    const news = await newsOf(database, room);
    if (await deleteRoom(database, room)) {
      await hub.disband(channel);
      await announceRoom(hub, "room.deleted", news);
    }
  });
}
