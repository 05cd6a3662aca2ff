import { lockUser } from "../accounts/locks.ts";
import { deleteUser } from "../accounts/queries.ts";
import type { Hub } from "../channels/hub.ts";
import { channelOf } from "../channels/names.ts";
import type { Services } from "../services.ts";
import { announceRoom, roomEvent, type RoomEvent } from "./events.ts";
import { dismiss } from "./membership.ts";
import { deleteRoom, roomsCreatedBy, roomsJoinedBy } from "./queries.ts";
import type { Room } from "./schemas.ts";

/** Of two concurrent deletions, only the one that deleted the row announces it. */
export async function removeRoom(
  { database, hub }: Services,
  room: Room,
): Promise<void> {
  await hub.withLock(channelOf(room.id), async () => {
    const event = await roomEvent(database, room);
    if (await deleteRoom(database, room)) {
      await announceRemoval(hub, room, event);
    }
  });
}

/** Delete an account with its rooms and memberships. The lock on it prevents new ones, so that each deleted room is announced. */
export async function removeUser(
  services: Services,
  id: string,
): Promise<void> {
  const { database, hub } = services;
  // The database would delete the memberships too, but not the private rooms that are left without members.
  for (const room of await roomsJoinedBy(database, id)) {
    await dismiss(services, room, id);
  }
  const removed: { room: Room; event: RoomEvent }[] = [];
  await database.transaction().execute(async (transaction) => {
    await lockUser(transaction, id);
    for (const room of await roomsCreatedBy(transaction, id)) {
      removed.push({ room, event: await roomEvent(transaction, room) });
    }
    await deleteUser(transaction, id);
  });
  for (const { room, event } of removed) {
    await hub.withLock(channelOf(room.id), () =>
      announceRemoval(hub, room, event),
    );
  }
}

async function announceRemoval(
  hub: Hub,
  room: Room,
  event: RoomEvent,
): Promise<void> {
  await hub.removeEveryone(channelOf(room.id));
  await announceRoom(hub, "room.deleted", event);
}
