/** Counts text by code point, as databases do; JavaScript uses UTF-16 units. */

import { isSound } from "./json.ts";

export const CONTROL = String.raw`\0-\x1f\x7f-\x9f\ufeff`;
/** Also everything invisible. To Unicode, the blank Braille pattern is a symbol. */
export const INVISIBLE = String.raw`${CONTROL}\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800`;

const ANY_CONTROL = new RegExp(`[${CONTROL}]`, "u");
const ANY_VISIBLE = new RegExp(`[^${INVISIBLE}]`, "u");

export function hasControl(text: string): boolean {
  return ANY_CONTROL.test(text);
}

export function isVisible(text: string): boolean {
  return ANY_VISIBLE.test(text);
}

/** The normal form of text that looks the same. */
export function asCompared(text: string): string {
  return text.normalize("NFC");
}

/** Text with a length limit, and without characters that a database cannot store. */
export function hasLength(value: string, least: number, most: number): boolean {
  if (!isSound(value) || value.length > 2 * most) {
    return false;
  }
  const length = Array.from(value).length;
  return least <= length && length <= most;
}
