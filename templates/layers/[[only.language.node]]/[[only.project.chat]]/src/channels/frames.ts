/** Frames of the Pusher Channels protocol, version 7: JSON objects with an `event`. */

/** Who is present. */
export interface PresentUser {
  userId: string;
  name: string;
}

/** The users present on a channel, by connection id. */
export type PresentUsers = ReadonlyMap<string, PresentUser>;

export interface Received {
  event: string;
  channel: unknown;
  data: unknown;
}

export type Parts = Partial<Record<string, unknown>>;

/** Undefined if it is not a JSON object with an event. */
export function readFrame(text: string): Received | undefined {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
    // Data that is nested too deeply to serialize cannot be forwarded.
    JSON.stringify(frame);
  } catch {
    return undefined;
  }
  const { event, channel, data } = partsOf(frame);
  return typeof event === "string" ? { event, channel, data } : undefined;
}

/** The members of an object; anything else has none. */
export function partsOf(value: unknown): Parts {
  return typeof value === "object" && value !== null ? value : {};
}

export function eventFrame(
  event: string,
  data: unknown,
  { channel, userId }: { channel?: string; userId?: string } = {},
): string {
  return JSON.stringify({ event, channel, data, user_id: userId });
}

export function errorFrame(code: number, message: string): string {
  return eventFrame("pusher:error", { code, message });
}

export function subscriptionError(
  channel: string,
  status: number,
  message: string,
): string {
  const data = { type: "AuthError", error: message, status };
  return eventFrame("pusher:subscription_error", data, { channel });
}

export function subscriptionSucceeded(
  channel: string,
  users?: PresentUsers,
): string {
  const data = users ? presenceOf(users) : "{}";
  return eventFrame("pusher_internal:subscription_succeeded", data, {
    channel,
  });
}

function presenceOf(users: PresentUsers): string {
  const hash: Record<string, { name: string }> = {};
  for (const { userId, name } of users.values()) {
    hash[userId] = { name };
  }
  const ids = Object.keys(hash);
  return JSON.stringify({ presence: { ids, hash, count: ids.length } });
}

export function memberAdded(channel: string, user: PresentUser): string {
  const data = writeChannelData(user);
  return eventFrame("pusher_internal:member_added", data, { channel });
}

export function memberRemoved(channel: string, userId: string): string {
  const data = JSON.stringify({ user_id: userId });
  return eventFrame("pusher_internal:member_removed", data, { channel });
}

/** A user as the protocol's `channel_data`. */
export function writeChannelData({ userId, name }: PresentUser): string {
  return JSON.stringify({ user_id: userId, user_info: { name } });
}

/** Only for data we have signed, so it needs no further validation. */
export function readChannelData(channelData: string): PresentUser {
  const data = JSON.parse(channelData) as {
    user_id: string;
    user_info: { name: string };
  };
  return { userId: data.user_id, name: data.user_info.name };
}
