/** Adds and removes members, and announces it. */

import { channelOf } from "../channels/names.ts";
import type { Services } from "../services.ts";
import { findRoom } from "./access.ts";
import { announceMembership } from "./events.ts";
import { addMember } from "./member-queries.ts";
import { removeMember } from "./queries.ts";
import type { Room } from "./schemas.ts";

/** Add a member. Nothing changes for a user who already is one. */
export async function admit(
  { database, hub }: Services,
  by: { id: string },
  { id }: { id: string },
  userId: string,
): Promise<void> {
  await hub.withLock(channelOf(id), async () => {
    // Check again: the room or the caller's membership may have been removed while this waited.
    const room = await findRoom(database, by, id);
    if (await addMember(database, room, userId)) {
      await announceMembership(hub, "membership.created", room, userId);
    }
  });
}

export async function dismiss(
  { database, hub }: Services,
  room: Room,
  userId: string,
): Promise<void> {
  const channel = channelOf(room.id);
  await hub.withLock(channel, async () => {
    const wasMember = await removeMember(database, room, userId);
    await hub.removeUser(channel, userId);
    if (wasMember) {
      await announceMembership(hub, "membership.deleted", room, userId);
    }
  });
}
