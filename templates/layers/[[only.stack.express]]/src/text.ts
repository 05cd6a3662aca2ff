/** Text as people and databases count and sort it, where JavaScript thinks in UTF-16 units. */

import { isSound } from "./json.ts";

/** So many characters, and none that a database cannot store. */
export function hasLength(value: string, least: number, most: number): boolean {
  if (!isSound(value) || value.length > 2 * most) {
    return false;
  }
  const length = Array.from(value).length;
  return least <= length && length <= most;
}

/** In the order of code points, which is the databases' too. */
export function byCodePoint(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
