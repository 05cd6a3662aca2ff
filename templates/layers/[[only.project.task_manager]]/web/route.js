// The address says what is shown, so that it can be bookmarked, sent and gone back to: #/board/<task>?priority=high

export const VIEWS = ["board", "list", "projects", "statistics"];
const FILTERS = ["q", "status", "project_id", "priority", "due", "sort"];

export function currentRoute() {
  const [path, search = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [view, task = null] = path.split("/");
  const query = new URLSearchParams(search);
  const filters = { label: query.getAll("label") };
  for (const name of FILTERS) filters[name] = query.get(name) ?? "";
  return { view: VIEWS.includes(view) ? view : "board", task, filters };
}

export function addressOf({ view, task = null, filters = {} }) {
  const query = new URLSearchParams(FILTERS.filter((name) => filters[name]).map((name) => [name, filters[name]]));
  for (const label of filters.label ?? []) query.append("label", label);
  return `#/${view}${task ? `/${task}` : ""}${query.size > 0 ? `?${query}` : ""}`;
}

// `replace` does not add to the history: for what changes with every key.
export function go(changes, { replace = false } = {}) {
  const address = addressOf({ ...currentRoute(), task: null, ...changes });
  if (address === location.hash) return;
  history[replace ? "replaceState" : "pushState"](null, "", address);
  window.dispatchEvent(new Event("routed"));
}

export function onRoute(act) {
  window.addEventListener("routed", act);
  window.addEventListener("hashchange", act);
}
