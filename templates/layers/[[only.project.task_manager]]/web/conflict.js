// Shows two versions of a task, and lets the user choose for each field.

import { shown } from "./dates.js";
import { element, find } from "./dom.js";
import { difference, FIELDS } from "./fields.js";

// Resolves to the changes to make to the newer version, or to null if the user keeps editing.
export function chooseVersion({ base, changes, newer }) {
  const dialog = find("conflict-dialog");
  const form = dialog.querySelector("form");
  const mine = { ...base, ...changes };
  const fields = Object.keys(FIELDS).filter((name) => name in difference(newer, mine));
  find("conflict-lead").textContent = `“${newer.title}” was changed elsewhere at ${shown(newer.updated_at)}.`;
  find("conflict-fields").replaceChildren(...fields.map((name) => field(name, { mine, newer, isMine: name in changes })));
  const takeAll = (side) => {
    for (const each of form.querySelectorAll(`[value=${side}]`)) each.checked = true;
  };
  find("all-mine").onclick = () => takeAll("mine");
  find("all-newer").onclick = () => takeAll("newer");
  find("conflict-close").onclick = () => dialog.close();
  return new Promise((resolve) => {
    let chosen = null;
    form.onsubmit = () => {
      const names = fields.filter((name) => form.elements[`choice-${name}`].value === "mine");
      chosen = Object.fromEntries(names.map((name) => [name, mine[name]]));
    };
    dialog.onclose = () => resolve(chosen);
    dialog.showModal();
  });
}

function field(name, { mine, newer, isMine }) {
  const side = (value, title, task, checked) =>
    element(
      "label",
      { className: "version" },
      element("input", { type: "radio", name: `choice-${name}`, value, checked }),
      element("strong", { textContent: title }),
      element("span", { className: "value", dir: "auto", textContent: FIELDS[name].show(task[name]) }),
    );
  return element(
    "fieldset",
    {},
    element("legend", { textContent: FIELDS[name].name }),
    side("mine", "Yours", mine, isMine),
    side("newer", "Newer version", newer, !isMine),
  );
}
