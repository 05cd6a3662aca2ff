/** Text as people and databases count and sort it, where JavaScript thinks in UTF-16 units. */

import { isSound } from "./json.ts";

export const CONTROL = String.raw`\0-\x1f\x7f-\x9f\ufeff`;
/** And all that leaves nothing to see. A blank Braille pattern is a symbol to Unicode. */
export const INVISIBLE = String.raw`${CONTROL}\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800`;

const ANY_CONTROL = new RegExp(`[${CONTROL}]`, "u");
const ANY_VISIBLE = new RegExp(`[^${INVISIBLE}]`, "u");

export function hasControl(text: string): boolean {
  return ANY_CONTROL.test(text);
}

export function isVisible(text: string): boolean {
  return ANY_VISIBLE.test(text);
}

/** One spelling for all that look the same. */
export function asCompared(text: string): string {
  return text.normalize("NFC");
}

/** So many characters, and none that a database cannot store. */
export function hasLength(value: string, least: number, most: number): boolean {
  if (!isSound(value) || value.length > 2 * most) {
    return false;
  }
  const length = Array.from(value).length;
  return least <= length && length <= most;
}

/** In the order of code points, which is the databases' too. Of those that look the same the first is kept. */
export function sortDistinct(names: string[]): string[] {
  const distinct = new Map(
    names.toReversed().map((name) => [asCompared(name), name]),
  );
  return [...distinct.values()].sort(byCodePoint);
}

function byCodePoint(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
