// The user's projects: create, change, archive, delete.

import { call } from "./api.js";
import { dot } from "./card.js";
import { button, element } from "./dom.js";
import { lookups } from "./lookups.js";
import { openProject } from "./project-dialog.js";
import { addressOf } from "./route.js";
import { say } from "./status.js";

export class Projects {
  constructor({ onChanged }) {
    this.onChanged = onChanged;
    this.list = element("ul", { className: "projects", "aria-label": "Projects" });
    const create = button("New project", () => openProject(null, onChanged), { className: "primary" });
    this.element = element("div", { className: "page" }, create, this.list);
  }

  start() {
    this.refresh();
  }

  refresh() {
    const rows = lookups.projects.map((project) => this.#row(project));
    const none = element("li", { className: "quiet", textContent: "No projects yet." });
    this.list.replaceChildren(...(rows.length > 0 ? rows : [none]));
  }

  #row(project) {
    const { id, name, archived } = project;
    const action = (text, act) => button(text, act, { "aria-label": `${text} ${name}` });
    return element(
      "li",
      { className: archived ? "row archived" : "row" },
      dot(project),
      element("a", {
        className: "title",
        dir: "auto",
        href: addressOf({ view: "board", filters: { project_id: id } }),
        textContent: name,
      }),
      archived ? element("span", { className: "quiet", textContent: "Archived" }) : null,
      element(
        "span",
        { className: "actions" },
        action("Edit", () => openProject(project, this.onChanged)),
        action(archived ? "Restore" : "Archive", () => this.#change(project, { archived: !archived })),
        action("Delete", () => this.#delete(project)),
      ),
    );
  }

  #change({ id }, changes) {
    return this.#attempt(() => call("PATCH", `/projects/${id}`, { body: changes }));
  }

  #delete({ id, name }) {
    if (!window.confirm(`Delete the project “${name}”? Its tasks are kept.`)) return;
    return this.#attempt(() => call("DELETE", `/projects/${id}`));
  }

  async #attempt(act) {
    try {
      await act();
    } catch (problem) {
      say(problem.message);
    }
    this.onChanged();
  }
}
