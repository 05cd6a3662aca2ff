import { z } from "zod";

const RFC_3339 =
  /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):\d\d:\d\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;

export const Time = z.string().transform((value, context) => {
  const moment = parseTime(value);
  if (moment === undefined) {
    context.addIssue("It is a time like 2026-01-31T09:30:00.000Z.");
    return z.NEVER;
  }
  return moment;
});

function parseTime(value: string): Date | undefined {
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
