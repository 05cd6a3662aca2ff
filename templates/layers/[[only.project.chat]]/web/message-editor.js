// A message while its author edits it.

import { button, element } from "./dom.js";

export function messageEditor(message, editing, { onSave, onCancel }) {
  const area = element("textarea", {
    value: editing.body,
    dir: "auto",
    maxLength: 4000,
    rows: Math.min(8, editing.body.split("\n").length),
    "aria-label": "Edit message",
    oninput: () => (editing.body = area.value),
    onkeydown: (event) => {
      if (event.isComposing) return;
      if (event.key === "Escape") onCancel();
      else if (event.key === "Enter" && !event.shiftKey) onSave(message, area.value);
      else return;
      event.preventDefault();
    },
  });
  return element(
    "li",
    { className: "message mine editing", "data-id": message.id },
    element("div", { className: "content" }, area),
    element("div", { className: "tools" }, button("Save", () => onSave(message, area.value)), button("Cancel", onCancel)),
  );
}
