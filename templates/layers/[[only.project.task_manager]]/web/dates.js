// Due dates: stored in UTC, shown and typed in local time.

const DAY = 24 * 60 * 60 * 1000;
const withTime = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

export const shown = (text) => withTime.format(new Date(text));

export function isOverdue({ due_at, status }) {
  return due_at !== null && new Date(due_at) < new Date() && status !== "done" && status !== "cancelled";
}

// For <input type="datetime-local">, and back.
export function toInput(text) {
  if (!text) return "";
  const date = new Date(text);
  return new Date(date - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function fromInput(value) {
  return value ? new Date(value).toISOString() : null;
}

// The parameters of a filter by due date; both ends are exclusive.
export function dueBetween(filter) {
  const now = Date.now();
  const midnight = (hours) => new Date().setHours(hours, 0, 0, 0);
  const ends = {
    past: [null, now],
    today: [midnight(0) - 1, midnight(24)],
    week: [now, now + 7 * DAY],
  }[filter] ?? [null, null];
  const [after, before] = ends.map((end) => end && new Date(end).toISOString());
  return [...(after ? [["due_after", after]] : []), ...(before ? [["due_before", before]] : [])];
}
