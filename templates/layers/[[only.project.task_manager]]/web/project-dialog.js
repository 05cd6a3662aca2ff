// The dialog in which a project is created or changed.

import { call } from "./api.js";
import { find } from "./dom.js";

const COLOR = "#1f5fbf";

// `project` is null for a new one.
export function openProject(project, onSaved) {
  const dialog = find("project-dialog");
  const form = dialog.querySelector("form");
  const problem = dialog.querySelector(".problem");
  const { name, color, colored } = form.elements;
  find("project-dialog-title").textContent = project ? "Project" : "New project";
  name.value = project?.name ?? "";
  colored.checked = project ? project.color !== null : true;
  color.value = project?.color ?? COLOR;
  problem.textContent = "";
  find("project-close").onclick = () => dialog.close();
  form.onsubmit = async (event) => {
    event.preventDefault();
    if (!form.reportValidity()) return;
    const body = { name: name.value, color: colored.checked ? color.value : null };
    try {
      await (project ? call("PATCH", `/projects/${project.id}`, { body }) : call("POST", "/projects", { body }));
      dialog.close();
      onSaved();
    } catch (error) {
      problem.textContent = error.message;
    }
  };
  dialog.showModal();
}
