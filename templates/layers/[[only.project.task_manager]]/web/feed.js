// Shows a list of tasks, and loads the next page when its end comes into view.

import { button, element } from "./dom.js";
import { keepFocus } from "./focus.js";

export class Feed {
  #turn = Promise.resolve();
  #end = new IntersectionObserver(([entry]) => entry.isIntersecting && this.next());

  // `row(task)` makes an element; `onDrawn(feed)` may show how many there are.
  constructor({ paged, row, label, empty, onDrawn = () => {} }) {
    Object.assign(this, { paged, row, empty, onDrawn });
    this.list = element("ul", { className: "tasks", "aria-label": label });
    this.note = element("p", { className: "note quiet", textContent: "Loading…" });
    this.more = button("Show more", () => this.next(), { hidden: true });
    this.element = element("div", { className: "feed" }, this.list, this.note, this.more);
    paged.signal.addEventListener("abort", () => this.#end.disconnect());
  }

  next() {
    return this.#inTurn(async () => {
      if (this.paged.hasMore) await this.paged.next();
    });
  }

  refresh() {
    return this.#inTurn(async () => (this.paged = await this.paged.again()));
  }

  has(id) {
    return this.paged.items.some((task) => task.id === id);
  }

  // A move is shown before the server has confirmed it.
  take(id) {
    const at = this.paged.items.findIndex((task) => task.id === id);
    const [task] = this.paged.items.splice(at, 1);
    this.#draw();
    return task;
  }

  put(task) {
    this.paged.items.unshift(task);
    this.#draw();
  }

  // One at a time, so that a page is never added to a list that has been read again meanwhile.
  #inTurn(act) {
    this.#turn = this.#turn.then(act).then(
      () => this.#draw(),
      (problem) => this.#fail(problem),
    );
    return this.#turn;
  }

  #draw() {
    if (this.paged.signal.aborted) return;
    const { items, hasMore } = this.paged;
    keepFocus(() => this.list.replaceChildren(...items.map(this.row)));
    this.note.textContent = items.length === 0 ? this.empty : "";
    this.more.hidden = !hasMore;
    this.#end.unobserve(this.more);
    this.#end.observe(this.more);
    this.onDrawn(this);
  }

  #fail(problem) {
    if (this.paged.signal.aborted) return;
    this.note.textContent = problem.message;
    this.more.hidden = true;
  }
}
