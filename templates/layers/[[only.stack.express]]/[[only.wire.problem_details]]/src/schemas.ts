/** Shared parts of request and response bodies. */

import { z } from "zod";

import { hasControl, hasLength, isVisible } from "./text.ts";

const RFC_3339 =
  /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):\d\d:\d\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;
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

export const Time = z.string().transform((value, context) => {
  const moment = parseTime(value);
  if (moment === undefined) {
    context.addIssue("It is a time like 2026-01-31T09:30:00.000Z.");
    return z.NEVER;
  }
  return moment;
});

export function parseTime(value: string): Date | undefined {
  const moment = new Date(value.toUpperCase());
  const year = moment.getUTCFullYear();
  return RFC_3339.test(value) &&
    isOnCalendar(value) &&
    year >= 1 &&
    year <= 9999
    ? moment
    : undefined;
}

/** JavaScript accepts February 30 as March 2. */
function isOnCalendar(value: string): boolean {
  const [year = 0, month = 0, day = 0] = value
    .slice(0, 10)
    .split("-")
    .map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** Case-folds text. No database folds the case of all of Unicode. */
export function fold(value: string): string {
  return value.toUpperCase().toLowerCase().replaceAll("ς", "σ");
}
