// Tasks in a column for each status. They are dragged, or moved by keyboard.

import { card } from "./card.js";
import { element } from "./dom.js";
import { enableDragging } from "./drag.js";
import { Feed } from "./feed.js";
import { enableKeys } from "./keys.js";
import { Paged } from "./paged.js";
import { isFiltered, queryOf } from "./query.js";
import { moveTask } from "./save.js";
import { say } from "./status.js";
import { nameOf, STATUSES } from "./tasks.js";

// Focusable, because arrow keys scroll it on a narrow screen.
const BOARD = { className: "board", role: "group", tabIndex: 0, "aria-label": "Board", "aria-describedby": "keys" };

export class Board {
  #feeds = new Map();

  // `onChanged()` when a task was moved.
  constructor({ route, signal, onChanged }) {
    this.onChanged = onChanged;
    const columns = STATUSES.map(([status, name]) => this.#column(status, name, route.filters, signal));
    this.element = element("div", BOARD, ...columns);
    enableDragging(this.element, { onDrop: (id, status) => this.#move(id, status) });
    enableKeys(this.element, { onMove: (id, by) => this.#moveBy(id, by) });
  }

  start() {
    for (const feed of this.#feeds.values()) feed.next();
  }

  async refresh() {
    await Promise.all([...this.#feeds.values()].map((feed) => feed.refresh()));
  }

  #column(status, name, filters, signal) {
    const count = element("span", { className: "quiet" });
    const feed = new Feed({
      paged: new Paged("/tasks", queryOf(filters, status), signal),
      row: (task) => card(task, ({ id }, to) => this.#move(id, to, "status")),
      label: name,
      empty: isFiltered(filters) ? "No tasks match." : "Nothing here.",
      onDrawn: ({ paged }) => (count.textContent = paged.hasMore ? `${paged.items.length}+` : paged.items.length),
    });
    this.#feeds.set(status, feed);
    const title = element("h2", {}, `${name} `, count);
    return element("section", { className: "column", "data-status": status, "aria-label": name }, title, feed.element);
  }

  #moveBy(id, by) {
    const order = STATUSES.map(([status]) => status);
    const to = order[order.indexOf(this.#statusOf(id)) + by];
    if (to) this.#move(id, to, "title");
  }

  // `control` is the part of the card that has the focus.
  async #move(id, to, control) {
    const from = this.#statusOf(id);
    if (!from || from === to) return;
    const task = this.#feeds.get(from).take(id);
    this.#feeds.get(to).put({ ...task, status: to });
    this.element.querySelector(`[data-id="${id}"][data-control="${control}"]`)?.focus();
    try {
      const saved = await moveTask(task, to);
      if (saved) say(`“${saved.title}” is in ${nameOf(STATUSES, saved.status)}.`);
    } catch (problem) {
      say(`Not moved: ${problem.message}`);
    }
    this.onChanged();
  }

  #statusOf(id) {
    return [...this.#feeds].find(([, feed]) => feed.has(id))?.[0];
  }
}
