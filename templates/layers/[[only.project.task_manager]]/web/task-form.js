// The form of a task: its values, and the problems that the server finds in them.

import { fromInput, toInput } from "./dates.js";
import { find } from "./dom.js";
import { LabelInput } from "./label-input.js";
import { projectChoices } from "./lookups.js";
import { fillSelect } from "./select.js";
import { PRIORITIES, STATUSES } from "./tasks.js";

export class TaskForm {
  #due = null;

  constructor(form) {
    this.form = form;
    this.problem = form.querySelector(".problem");
    this.labels = new LabelInput({
      input: find("label-input"),
      list: find("label-list"),
      suggestions: find("label-suggestions"),
    });
  }

  get values() {
    const { title, description, status, priority, due, project } = this.form.elements;
    return {
      title: title.value,
      description: description.value,
      status: status.value,
      priority: priority.value,
      // The input knows minutes only: what was not changed keeps its seconds.
      due_at: due.value === toInput(this.#due) ? this.#due : fromInput(due.value),
      project_id: project.value || null,
      labels: this.labels.value,
    };
  }

  set values(task) {
    const { title, description, status, priority, due, project } = this.form.elements;
    title.value = task.title;
    description.value = task.description;
    fillSelect(status, STATUSES, task.status);
    fillSelect(priority, PRIORITIES, task.priority);
    this.#due = task.due_at;
    due.value = toInput(task.due_at);
    fillSelect(project, [["", "None"], ...projectChoices(task.project_id)], task.project_id ?? "");
    this.labels.value = task.labels;
    this.clearProblems();
  }

  set isNew(isNew) {
    find("task-dialog-title").textContent = isNew ? "New task" : "Task";
    find("task-save").textContent = isNew ? "Create task" : "Save";
    find("task-delete").hidden = isNew;
  }

  set isDraft(isDraft) {
    find("task-discard").hidden = !isDraft;
  }

  // Disabled while the task is loaded or saved, as anything typed then would be lost.
  set isReady(ready) {
    this.form.querySelector(".fields").disabled = !ready;
  }

  focus() {
    this.form.elements.title.focus();
  }

  // `act()` if the browser finds the form complete; it shows what is not.
  onSubmit(act) {
    this.form.onsubmit = (event) => {
      event.preventDefault();
      this.clearProblems();
      if (this.form.reportValidity()) act();
    };
  }

  // A problem at `/title` or `/labels/0` belongs to an input, which gets the focus.
  show(problem) {
    this.problem.textContent = problem.message;
    for (const { pointer } of problem.errors ?? []) {
      const input = this.form.querySelector(`[data-member="${CSS.escape(pointer.split("/")[1] ?? "")}"]`);
      input?.setAttribute("aria-invalid", "true");
    }
    (this.form.querySelector("[aria-invalid]") ?? find("task-save")).focus();
  }

  clearProblems() {
    this.problem.textContent = "";
    for (const input of this.form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  }
}
