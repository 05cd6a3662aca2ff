// A task, as it is shown on the board and in the list.

import { isOverdue, shown } from "./dates.js";
import { element } from "./dom.js";
import { projectOf } from "./lookups.js";
import { addressOf, currentRoute } from "./route.js";
import { fillSelect } from "./select.js";
import { nameOf, PRIORITIES, STATUSES } from "./tasks.js";

// `onMove(task, status)` when the user chooses another status.
export function card(task, onMove) {
  return element(
    "li",
    { className: `card ${task.status}`, draggable: true, "data-task": task.id },
    element("a", {
      className: "title",
      dir: "auto",
      href: addressOf({ ...currentRoute(), task: task.id }),
      draggable: false,
      textContent: task.title,
      "data-id": task.id,
      "data-control": "title",
    }),
    element("p", { className: "marks" }, priority(task), due(task), project(task), ...task.labels.map(label)),
    mover(task, onMove),
  );
}

function priority(task) {
  const text = nameOf(PRIORITIES, task.priority);
  return element("span", { className: `priority ${task.priority}`, textContent: text, title: "Priority" });
}

function due(task) {
  if (task.due_at === null) return null;
  const late = isOverdue(task);
  const text = `${late ? "Overdue: " : "Due "}${shown(task.due_at)}`;
  return element("time", { className: late ? "due late" : "due", dateTime: task.due_at, textContent: text });
}

function project(task) {
  const found = projectOf(task.project_id);
  return found ? element("span", { className: "project", dir: "auto" }, dot(found), found.name) : null;
}

export function dot({ color }) {
  const made = element("span", { className: "dot", "aria-hidden": "true" });
  if (color) made.style.setProperty("--color", color);
  return made;
}

function label(name) {
  return element("span", { className: "label", dir: "auto", textContent: name });
}

// How a task is moved without dragging: by touch, keyboard or screen reader.
function mover(task, onMove) {
  const select = element("select", {
    className: "mover",
    "aria-label": `Status of ${task.title}`,
    onchange: () => onMove(task, select.value),
    "data-id": task.id,
    "data-control": "status",
  });
  fillSelect(select, STATUSES, task.status);
  return select;
}
