// Tasks on the server. A change names the version that it is based on by its ETag.

import { call } from "./api.js";
import { untilAnswered } from "./connection.js";

export const STATUSES = [["todo", "To do"], ["in_progress", "In progress"], ["done", "Done"], ["cancelled", "Cancelled"]];
export const PRIORITIES = [["urgent", "Urgent"], ["high", "High"], ["medium", "Medium"], ["low", "Low"]];
export const NEW = "new";
export const EMPTY = {
  title: "",
  description: "",
  status: "todo",
  priority: "medium",
  due_at: null,
  project_id: null,
  labels: [],
};
export const nameOf = (choices, value) => choices.find(([each]) => each === value)?.[1] ?? value;

const known = new Map();

// Answers `{ task, etag }`. A version that is known is not sent again (304).
export async function fetchTask(id, signal) {
  const copy = known.get(id);
  const headers = copy ? { "If-None-Match": copy.etag } : {};
  const path = `/tasks/${encodeURIComponent(id)}`;
  const answer = await untilAnswered(() => call("GET", path, { headers, signal }), signal);
  return answer.status === 304 ? copy : remember(answer);
}

// `changes` is a merge patch: only what was changed. 412 if the task has another ETag by now.
export async function changeTask(id, changes, etag, signal) {
  const options = { body: changes, headers: { "If-Match": etag }, signal };
  return remember(await untilAnswered(() => call("PATCH", `/tasks/${id}`, options), signal));
}

export async function deleteTask(id, etag) {
  try {
    await untilAnswered(() => call("DELETE", `/tasks/${id}`, { headers: { "If-Match": etag } }));
  } catch (problem) {
    // It is gone: deleted elsewhere, or by a request whose answer was lost.
    if (problem.status !== 404) throw problem;
  }
}

export async function createTask(task, key) {
  return remember(await call("POST", "/tasks", { body: task, headers: { "Idempotency-Key": key } })).task;
}

function remember({ content: task, etag }) {
  known.set(task.id, { task, etag });
  return { task, etag };
}
