// The members of a task that a user edits: how they are named, shown and compared.

import { shown } from "./dates.js";
import { projectOf } from "./lookups.js";
import { nameOf, PRIORITIES, STATUSES } from "./tasks.js";

export const FIELDS = {
  title: { name: "Title", show: (value) => value },
  description: { name: "Description", show: (value) => value || "None" },
  status: { name: "Status", show: (value) => nameOf(STATUSES, value) },
  priority: { name: "Priority", show: (value) => nameOf(PRIORITIES, value) },
  due_at: { name: "Due", show: (value) => (value ? shown(value) : "No date") },
  project_id: { name: "Project", show: (value) => (value ? (projectOf(value)?.name ?? "A project") : "None") },
  labels: { name: "Labels", show: (value) => value.join(", ") || "None" },
};

// The members of `wanted` that differ from those of `base`.
export function difference(base, wanted) {
  const changed = Object.entries(wanted).filter(([name, value]) => name in FIELDS && !isSame(base[name], value));
  return Object.fromEntries(changed);
}

// Labels have no order.
function isSame(one, other) {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value) {
  return Array.isArray(value) ? [...value].sort() : value;
}
