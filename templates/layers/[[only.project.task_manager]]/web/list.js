// Tasks in one list, whatever their status.

import { card } from "./card.js";
import { Feed } from "./feed.js";
import { Paged } from "./paged.js";
import { isFiltered, queryOf } from "./query.js";
import { moveTask } from "./save.js";
import { say } from "./status.js";

export class List {
  constructor({ route, signal, onChanged }) {
    this.onChanged = onChanged;
    this.feed = new Feed({
      paged: new Paged("/tasks", queryOf(route.filters), signal),
      row: (task) => card(task, (moved, status) => this.#move(moved, status)),
      label: "Tasks",
      empty: isFiltered(route.filters) ? "No tasks match." : "No tasks yet. Create the first one.",
    });
    this.element = this.feed.element;
  }

  start() {
    this.feed.next();
  }

  refresh() {
    return this.feed.refresh();
  }

  async #move(task, status) {
    try {
      await moveTask(task, status);
    } catch (problem) {
      say(`Not changed: ${problem.message}`);
    }
    this.onChanged();
  }
}
