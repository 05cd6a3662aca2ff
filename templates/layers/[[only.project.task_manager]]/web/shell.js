// Everything around the views: navigation, filters, the task dialog, and the tasks being sent.

import { Board } from "./board.js";
import { element, find } from "./dom.js";
import { keepDraft, readDraft } from "./drafts.js";
import { Editor } from "./editor.js";
import { showFilters } from "./filters.js";
import { List } from "./list.js";
import { refreshLookups } from "./lookups.js";
import { Outbox } from "./outbox.js";
import { Projects } from "./projects.js";
import { addressOf, currentRoute, go, onRoute, VIEWS } from "./route.js";
import { Statistics } from "./statistics.js";
import { say } from "./status.js";
import { createTask, EMPTY, NEW } from "./tasks.js";

const PROJECT = document.title;
const CLASSES = { board: Board, list: List, projects: Projects, statistics: Statistics };
const TITLES = { board: "Board", list: "List", projects: "Projects", statistics: "Statistics" };

export class Shell {
  #view = null;
  #address = null;
  #leaving = new AbortController();

  constructor() {
    this.editor = new Editor({
      onCreate: (task) => this.outbox.add(task),
      onChanged: () => this.refresh(),
      onClosed: (id) => this.#comeBack(id),
    });
    this.outbox = new Outbox({
      send: createTask,
      onChange: () => this.#showWaiting(),
      onSent: (task) => {
        say(`Created “${task.title}”.`);
        this.refresh();
      },
      onRefused: (body, problem) => this.#refused(body, problem),
    });
  }

  async start() {
    find("new-task").addEventListener("click", () => go({ task: NEW }));
    find("skip").addEventListener("click", () => find("view-title").focus());
    document.addEventListener("visibilitychange", () => document.hidden || this.refresh());
    this.#showWaiting();
    await this.#lookUp();
    onRoute(() => this.#show());
    this.#show();
    this.outbox.flush();
  }

  async refresh() {
    await this.#lookUp();
    showFilters(currentRoute());
    await this.#view?.refresh();
  }

  async #lookUp() {
    try {
      await refreshLookups();
    } catch (problem) {
      say(problem.message);
    }
  }

  #show() {
    const route = currentRoute();
    const address = addressOf({ ...route, task: null });
    if (address !== this.#address) this.#mount(route);
    this.#address = address;
    if (route.task) this.editor.open(route.task, { project_id: route.filters.project_id || null });
    else this.editor.close();
  }

  #mount(route) {
    const isOther = this.#view && !this.#address.startsWith(`#/${route.view}`);
    this.#leaving.abort();
    this.#leaving = new AbortController();
    this.#view = new CLASSES[route.view]({ route, signal: this.#leaving.signal, onChanged: () => this.refresh() });
    find("view").replaceChildren(this.#view.element);
    this.#view.start();
    showFilters(route);
    showNavigation(route);
    if (isOther) find("view-title").focus();
  }

  #comeBack(id) {
    go({ task: null }, { replace: true });
    // The browser returns the focus to where it was, unless that has been drawn anew since.
    const active = document.activeElement;
    if (active !== document.body && active.checkVisibility()) return;
    (document.querySelector(`[data-id="${CSS.escape(id)}"]`) ?? find("view-title")).focus();
  }

  #showWaiting() {
    const rows = this.outbox.waiting.map(({ body }) => element("li", { dir: "auto", textContent: `Saving “${body.title}”…` }));
    find("waiting").replaceChildren(...rows);
  }

  // A refused task goes back into the form.
  #refused(body, problem) {
    if (!readDraft(NEW)) keepDraft(NEW, { base: EMPTY, etag: null, values: body });
    say(`“${body.title}” was not created: ${problem.message}`);
  }
}

// Board and list share their filters.
function showNavigation({ view, filters }) {
  document.title = `${TITLES[view]} · ${PROJECT}`;
  find("view-title").textContent = TITLES[view];
  find("keys").hidden = view !== "board";
  const hasFilters = ["board", "list"].includes(view);
  find("views").replaceChildren(
    ...VIEWS.map((name) => {
      const keeps = hasFilters && ["board", "list"].includes(name);
      const link = element("a", { href: addressOf({ view: name, filters: keeps ? filters : {} }), textContent: TITLES[name] });
      if (name === view) link.setAttribute("aria-current", "page");
      return element("li", {}, link);
    }),
  );
}
