/** Who may subscribe to a channel, and for how long. */

import { findRunningSignIns, findSignIn } from "../accounts/sign-ins.ts";
import type { Database } from "../database/connect.ts";
import { isMember } from "../rooms/member-queries.ts";
import type { Services } from "../services.ts";
import type { PresentUser } from "./frames.ts";
import { channelOfUser, roomOf, ROOMS } from "./names.ts";

/** In milliseconds. */
const INTERVAL = 10_000;
const MOST_AT_ONCE = 1000;

export async function isAllowed(
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
export async function maySubscribe(
  database: Database,
  channel: string,
  signInId: string,
  user: PresentUser | undefined,
): Promise<boolean> {
  const signIn = await findSignIn(database, signInId);
  if (!signIn || (user && user.userId !== signIn.user_id)) {
    return false;
  }
  return isAllowed(database, channel, signIn.user_id);
}

/** Close the connections of sessions that have ended; call the result to stop. */
export function watchSignOuts(services: Services): () => void {
  const timer = setInterval(() => {
    void closeSignedOut(services);
  }, INTERVAL);
  return () => {
    clearInterval(timer);
  };
}

async function closeSignedOut({
  hub,
  database,
  logger,
}: Services): Promise<void> {
  const { subscriptions } = hub;
  const signIns = subscriptions.signIns();
  const running = new Set<string>();
  try {
    for (let start = 0; start < signIns.length; start += MOST_AT_ONCE) {
      const some = signIns.slice(start, start + MOST_AT_ONCE);
      const found = await findRunningSignIns(database, some);
      found.forEach(({ id }) => running.add(id));
    }
  } catch (error) {
    logger.warn(error, "Cannot check which sessions have ended");
    return;
  }
  subscriptions.signOut(signIns.filter((signIn) => !running.has(signIn)));
}
