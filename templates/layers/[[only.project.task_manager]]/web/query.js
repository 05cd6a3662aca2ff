// What the filters in the address ask the server for.

import { dueBetween } from "./dates.js";

const SENT = ["q", "project_id", "priority", "sort", "status"];

// Pairs, as `label` may be repeated. On the board each column asks for its own status.
export function queryOf(filters, status = filters.status) {
  const asked = { ...filters, status };
  return [
    ...SENT.filter((name) => asked[name]).map((name) => [name, asked[name]]),
    ...filters.label.map((label) => ["label", label]),
    ...dueBetween(filters.due),
  ];
}

export const isFiltered = ({ q, status, project_id, priority, due, label }) =>
  Boolean(q || status || project_id || priority || due || label.length > 0);
