// How many tasks there are, by status and priority.

import { call } from "./api.js";
import { untilAnswered } from "./connection.js";
import { element } from "./dom.js";
import { addressOf } from "./route.js";
import { PRIORITIES, STATUSES } from "./tasks.js";

export class Statistics {
  constructor({ signal }) {
    this.signal = signal;
    this.element = element("div", { className: "page statistics" }, element("p", { className: "quiet", textContent: "Loading…" }));
  }

  start() {
    return this.refresh();
  }

  async refresh() {
    try {
      const { content } = await untilAnswered(() => call("GET", "/stats", { signal: this.signal }), this.signal);
      this.element.replaceChildren(...parts(content));
    } catch (problem) {
      if (!this.signal.aborted) this.element.replaceChildren(element("p", { textContent: problem.message }));
    }
  }
}

function parts({ by_status, by_priority, overdue, completed_last_7_days }) {
  return [
    element(
      "div",
      { className: "numbers" },
      number("Overdue", overdue, { view: "board", filters: { due: "past", sort: "due_at" } }),
      number("Completed in the last 7 days", completed_last_7_days, { view: "list", filters: { status: "done" } }),
    ),
    bars("By status", STATUSES, by_status, (status) => ({ view: "list", filters: { status } })),
    bars("By priority", PRIORITIES, by_priority, (priority) => ({ view: "list", filters: { priority } })),
  ];
}

function number(text, value, route) {
  return element("a", { className: "number", href: addressOf(route) }, element("strong", { textContent: value }), ` ${text}`);
}

function bars(title, choices, counts, routeOf) {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const rows = choices.map(([value, name]) =>
    element(
      "li",
      {},
      element("a", { href: addressOf(routeOf(value)), textContent: name }),
      element("meter", { min: 0, max: Math.max(total, 1), value: counts[value], "aria-label": `${name}: ${counts[value]} of ${total}` }),
      element("span", { textContent: counts[value] }),
    ),
  );
  return element("section", { "aria-label": title }, element("h2", { textContent: title }), element("ul", { className: "bars" }, ...rows));
}
