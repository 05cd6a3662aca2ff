// The form above the tasks. What it says is kept in the address.

import { button, element, find } from "./dom.js";
import { lookups, projectChoices } from "./lookups.js";
import { isFiltered } from "./query.js";
import { currentRoute, go } from "./route.js";
import { fillSelect } from "./select.js";
import { PRIORITIES, STATUSES } from "./tasks.js";

const DUES = [["", "Any date"], ["past", "Past due date"], ["today", "Today"], ["week", "Next 7 days"]];
const SORTS = [
  ["", "Newest first"],
  ["created_at", "Oldest first"],
  ["due_at", "Due first"],
  ["-priority", "Most urgent first"],
  ["title", "By title"],
];
const PAUSE = 300;

const form = find("filters");
let typing = null;

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("change", apply);
form.elements.q.addEventListener("input", () => {
  // Otherwise each key would be a request.
  clearTimeout(typing);
  typing = setTimeout(apply, PAUSE);
});
find("clear-filters").addEventListener("click", () => go({ filters: {} }));

function apply() {
  clearTimeout(typing);
  const { q, status, project_id, priority, due, sort, label } = form.elements;
  const chosen = currentRoute().filters.label;
  const labels = label.value ? [...new Set([...chosen, label.value])] : chosen;
  const values = [q, status, project_id, priority, due, sort].map(({ name, value }) => [name, value]);
  go({ filters: { ...Object.fromEntries(values), label: labels } }, { replace: true });
}

export function showFilters({ view, filters }) {
  const { q, status, project_id, priority, due, sort, label } = form.elements;
  form.hidden = !["board", "list"].includes(view);
  // Not while the user is typing.
  if (document.activeElement !== q) q.value = filters.q;
  fillSelect(status, [["", "Any status"], ...STATUSES], filters.status);
  status.parentElement.hidden = view !== "list";
  fillSelect(project_id, [["", "Any project"], ...projectChoices(filters.project_id)], filters.project_id);
  fillSelect(priority, [["", "Any priority"], ...PRIORITIES], filters.priority);
  fillSelect(due, DUES, filters.due);
  fillSelect(sort, SORTS, filters.sort);
  const unused = lookups.labels.filter(({ name }) => !filters.label.includes(name));
  fillSelect(label, [["", "Any label"], ...unused.map(({ name, count }) => [name, `${name} (${count})`])], "");
  find("chosen-labels").replaceChildren(...filters.label.map((name) => chosenLabel(name, filters)));
  find("clear-filters").hidden = !isFiltered(filters);
}

function chosenLabel(name, filters) {
  const rest = filters.label.filter((each) => each !== name);
  const remove = () => {
    go({ filters: { ...filters, label: rest } });
    form.elements.label.focus();
  };
  return element(
    "li",
    { className: "label" },
    element("span", { dir: "auto", textContent: name }),
    button("×", remove, { "aria-label": `Stop filtering by the label ${name}` }),
  );
}
