/** Channels: one for each room. */

import { isId } from "../schemas.ts";

const PREFIX = "presence-room-";

export function channelOf(roomId: string): string {
  return `${PREFIX}${roomId}`;
}

/** The room whose channel this is, or undefined when no room could have it. */
export function roomOf(channel: string): string | undefined {
  const id = channel.slice(PREFIX.length);
  return isId(id) && channel === channelOf(id.toLowerCase()) ? id : undefined;
}
