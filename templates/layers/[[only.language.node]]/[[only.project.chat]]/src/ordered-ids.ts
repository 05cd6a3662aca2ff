/** Ids that sort by creation time: UUIDs of version 7 (RFC 9562). */

import { randomUUID } from "node:crypto";

export const FIRST = "00000000-0000-0000-0000-000000000000";

let latest = FIRST;

/** Generate an id that sorts after `after` and all earlier ones, even if the clock stands still. */
export function nextId(after: string = FIRST): string {
  const time = Date.now().toString(16).padStart(12, "0");
  // Version 4 has its random digits where version 7 has them.
  const random = randomUUID().slice("xxxxxxxx-xxxx-4".length);
  const now = `${time.slice(0, 8)}-${time.slice(8)}-7${random}`;
  const before = after > latest ? after : latest;
  latest = now > before ? now : successorOf(before);
  return latest;
}

function successorOf(id: string): string {
  const next = BigInt(`0x${id.replaceAll("-", "")}`) + 1n;
  return next
    .toString(16)
    .padStart(32, "0")
    .replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
