/** Shared parts of request and response bodies. */

import { z } from "zod";

import { hasControl, hasLength, isVisible } from "./text.ts";

const HEX_GROUPS = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Text with a length limit in characters, not bytes or UTF-16 units. */
export function text(least: number, most: number) {
  return z.string().refine((value) => hasLength(value, least, most), {
    error: `It has ${String(least)} to ${String(most)} characters, without NUL.`,
    abort: true,
  });
}

/** A name: with visible characters, and without line breaks. */
export function name(most: number) {
  return text(1, most).refine(
    (value) => isVisible(value) && !hasControl(value),
    "It is visible and has no control characters.",
  );
}

/** The form that all databases use. */
export const Id = z.string().regex(HEX_GROUPS, "It is a UUID.").toLowerCase();

export function isId(value: string): boolean {
  return HEX_GROUPS.test(value);
}

/** Case-folds text, because no database does for all of Unicode. Upper case first: ß becomes ss, and ς is a σ. */
export function fold(value: string): string {
  return value.toUpperCase().toLowerCase().replaceAll("ς", "σ");
}
