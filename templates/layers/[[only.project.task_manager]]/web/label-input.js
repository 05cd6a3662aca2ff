// An input for labels. A label may contain a comma, so Enter ends it.

import { button, element } from "./dom.js";
import { lookups } from "./lookups.js";
import { say } from "./status.js";

const MOST = 20;

export class LabelInput {
  #labels = [];

  constructor({ input, list, suggestions }) {
    Object.assign(this, { input, list, suggestions });
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || !input.value.trim()) return;
      event.preventDefault();
      this.#add();
    });
    input.addEventListener("change", () => this.#add());
  }

  get value() {
    const typed = this.input.value.trim();
    return typed && !this.#labels.includes(typed) ? [...this.#labels, typed] : this.#labels;
  }

  set value(labels) {
    this.#labels = [...labels];
    this.input.value = "";
    this.suggestions.replaceChildren(...lookups.labels.map(({ name }) => element("option", { value: name })));
    this.#draw();
  }

  #add() {
    if (this.value.length > MOST) return say(`A task has at most ${MOST} labels.`);
    this.#labels = this.value;
    this.input.value = "";
    this.#draw();
    this.#changed();
  }

  #remove(label) {
    this.#labels = this.#labels.filter((each) => each !== label);
    this.#draw();
    this.input.focus();
    this.#changed();
  }

  #changed() {
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #draw() {
    const chips = this.#labels.map((label) => {
      const remove = button("×", () => this.#remove(label), { "aria-label": `Remove the label ${label}` });
      return element("li", { className: "label" }, element("span", { dir: "auto", textContent: label }), remove);
    });
    this.list.replaceChildren(...chips);
  }
}
