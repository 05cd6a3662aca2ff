// Drop-down lists.

import { element } from "./dom.js";

// `choices` are pairs of a value and its text.
export function fillSelect(select, choices, value = select.value) {
  select.replaceChildren(...choices.map(([each, text]) => element("option", { value: each, textContent: text })));
  select.value = value;
}
