// A field for tags. Enter adds one, since a tag may contain commas and spaces.

import { button, element } from "./dom.js";
import { field } from "./forms.js";

const MOST = 32;

// `onChange()` is called after each change.
export function tagsField(names, onChange) {
  const list = element("ul", { className: "tags", "aria-label": "Tags of this article" });
  const input = element("input", { maxLength: 64, autocomplete: "off" });
  let chosen = [...names];
  const change = (now) => {
    chosen = now;
    draw();
    onChange();
  };
  const add = () => {
    const name = input.value.trim();
    input.value = "";
    if (name && !chosen.includes(name) && chosen.length < MOST) change([...chosen, name]);
  };
  const remove = (name) => {
    change(chosen.filter((each) => each !== name));
    input.focus();
  };
  const draw = () => {
    list.replaceChildren(
      ...chosen.map((name) =>
        element(
          "li",
          {},
          chip(name, () => remove(name)),
        ),
      ),
    );
  };
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    add();
  });
  draw();
  const made = field("tagList", "Tags", input, "Press Enter after each tag.");
  made.append(list);
  // What is typed counts as a tag, too, when the form is sent.
  return { field: made, names: () => [...new Set([...chosen, input.value.trim()])].filter((name) => name !== "") };
}

function chip(name, remove) {
  return button(`${name} ×`, remove, { className: "tag", dir: "auto", "aria-label": `Remove the tag ${name}` });
}
