/** Channels: one for each room, one for each user, and one for public rooms. */

import { isId } from "../schemas.ts";

const PREFIX = "presence-room-";
export const ROOMS = "private-rooms";

export function channelOf(roomId: string): string {
  return `${PREFIX}${roomId}`;
}

export function channelOfUser(userId: string): string {
  return `private-user-${userId}`;
}

/** The id of the channel's room, or undefined if it is not a valid room channel. */
export function roomOf(channel: string): string | undefined {
  const id = channel.slice(PREFIX.length);
  return isId(id) && channel === channelOf(id.toLowerCase()) ? id : undefined;
}
