/** Channels: one for each room, one for each user, and one for what everybody may know. */

import { isId } from "../schemas.ts";

const PREFIX = "presence-room-";
export const ROOMS = "private-rooms";

export function channelOf(roomId: string): string {
  return `${PREFIX}${roomId}`;
}

export function channelOfUser(userId: string): string {
  return `private-user-${userId}`;
}

/** The room whose channel this is, or undefined when no room could have it. */
export function roomOf(channel: string): string | undefined {
  const id = channel.slice(PREFIX.length);
  return isId(id) && channel === channelOf(id.toLowerCase()) ? id : undefined;
}
