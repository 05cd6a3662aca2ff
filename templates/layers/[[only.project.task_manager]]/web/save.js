// Saves changes to a task. If there is a newer version, the user chooses between the two.

import { chooseVersion } from "./conflict.js";
import { difference } from "./fields.js";
import { changeTask, fetchTask } from "./tasks.js";

const CHANGED_SINCE = 412;

// `base` is the version that was edited. Answers the saved task, or null if the user keeps editing.
export async function save({ base, etag, changes, signal }) {
  for (;;) {
    try {
      return (await changeTask(base.id, changes, etag, signal)).task;
    } catch (problem) {
      if (problem.status !== CHANGED_SINCE) throw problem;
    }
    const newer = await fetchTask(base.id, signal);
    const chosen = await choose(base, changes, newer.task);
    if (chosen === null) return null;
    if (Object.keys(chosen).length === 0) return newer.task;
    ({ task: base, etag } = newer);
    changes = chosen;
  }
}

// A move only touches the status, so it only meets another move.
export async function moveTask(shown, status) {
  const { task, etag } = await fetchTask(shown.id);
  const isMoved = task.status !== shown.status;
  const changes = isMoved ? await choose(shown, { status }, task) : { status };
  if (changes === null || Object.keys(changes).length === 0) return task;
  return save({ base: task, etag, changes });
}

// If the newer version has all of the changes, it is ours: it was saved, but the answer was lost.
async function choose(base, changes, newer) {
  const open = difference(newer, changes);
  return Object.keys(open).length === 0 ? {} : chooseVersion({ base, changes, newer });
}
