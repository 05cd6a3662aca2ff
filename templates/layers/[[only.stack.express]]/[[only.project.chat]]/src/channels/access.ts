/** Who may subscribe to a channel. */

import type { Database } from "../database/connect.ts";
import { isMember } from "../rooms/access.ts";
import type { Visitor } from "./frames.ts";
import { channelOfUser, roomOf, ROOMS } from "./names.ts";

export async function mayListen(
  database: Database,
  channel: string,
  userId: string,
): Promise<boolean> {
  if (channel === ROOMS || channel === channelOfUser(userId)) {
    return true;
  }
  const roomId = roomOf(channel);
  return roomId !== undefined && isMember(database, roomId, userId);
}

/** Check again: the user may have signed out or left the room since the signature was created. */
export async function mayEnter(
  database: Database,
  channel: string,
  signInId: string,
  visitor: Visitor | undefined,
): Promise<boolean> {
  const signIn = await database
    .selectFrom("sign_ins")
    .select("user_id")
    .where("id", "=", signInId)
    .executeTakeFirst();
  if (!signIn || (visitor && visitor.userId !== signIn.user_id)) {
    return false;
  }
  return mayListen(database, channel, signIn.user_id);
}
