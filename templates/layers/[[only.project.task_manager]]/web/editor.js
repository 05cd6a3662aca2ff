// The dialog in which a task is created, changed or deleted.

import { find } from "./dom.js";
import { dropDraft, keepDraft, readDraft } from "./drafts.js";
import { difference } from "./fields.js";
import { save } from "./save.js";
import { say } from "./status.js";
import { TaskForm } from "./task-form.js";
import { deleteTask, EMPTY, fetchTask, NEW } from "./tasks.js";

const GONE = 404;
const CHANGED_SINCE = 412;

export class Editor {
  #id = null;
  #base = EMPTY;
  #etag = null;
  #opened = new AbortController();

  // `onCreate(task)` resolves when it is created; `onChanged()`; `onClosed(id)`.
  constructor({ onCreate, onChanged, onClosed }) {
    Object.assign(this, { onCreate, onChanged, onClosed });
    this.dialog = find("task-dialog");
    this.form = new TaskForm(this.dialog.querySelector("form"));
    this.form.onSubmit(() => this.#attempt(() => this.#save()));
    this.form.form.oninput = () => this.#typed();
    this.dialog.onclose = () => this.#closed();
    find("task-close").onclick = () => this.close();
    find("task-discard").onclick = () => this.#finish();
    find("task-delete").onclick = () => this.#attempt(() => this.#delete());
  }

  async open(id, defaults) {
    if (this.#id === id) return;
    this.#opened.abort();
    const { signal } = (this.#opened = new AbortController());
    this.#id = id;
    this.#show(id === NEW ? { ...EMPTY, ...defaults } : EMPTY, null);
    if (!this.dialog.open) this.dialog.showModal();
    if (id !== NEW) await this.#attempt(() => this.#load());
    if (!signal.aborted) this.#restore();
  }

  close() {
    if (this.dialog.open) this.dialog.close();
  }

  get #canSave() {
    return this.#id === NEW || this.#etag !== null;
  }

  async #load() {
    const { signal } = this.#opened;
    const { task, etag } = await fetchTask(this.#id, signal);
    signal.throwIfAborted();
    this.#show(task, etag);
  }

  #show(task, etag) {
    this.#base = task;
    this.#etag = etag;
    this.form.values = task;
    this.form.isNew = this.#id === NEW;
    this.form.isDraft = false;
    this.form.isReady = this.#canSave;
  }

  #restore() {
    const draft = readDraft(this.#id);
    if (draft) {
      this.#show(draft.base, draft.etag);
      this.form.values = draft.values;
      this.form.isDraft = true;
      say("Your unsaved changes were restored.");
    }
    this.form.focus();
  }

  // A draft is `{ base, etag, values }`: what was typed, and the version that it changes.
  #typed() {
    const isDraft = Object.keys(difference(this.#base, this.form.values)).length > 0;
    if (isDraft) keepDraft(this.#id, { base: this.#base, etag: this.#etag, values: this.form.values });
    else dropDraft(this.#id);
    this.form.isDraft = isDraft;
  }

  async #save() {
    const { values } = this.form;
    const { signal } = this.#opened;
    const changes = difference(this.#base, values);
    if (this.#id === NEW) {
      // From now on the outbox keeps it.
      dropDraft(NEW);
      await this.onCreate(values);
    } else if (Object.keys(changes).length > 0) {
      const saved = await save({ base: this.#base, etag: this.#etag, changes, signal });
      if (!saved) return;
      say(`Saved “${saved.title}”.`);
      this.onChanged();
    }
    if (!signal.aborted) this.#finish();
  }

  async #delete() {
    if (!window.confirm(`Delete “${this.#base.title}”?`)) return;
    await deleteTask(this.#base.id, this.#etag);
    say(`Deleted “${this.#base.title}”.`);
    this.#finish();
    this.onChanged();
  }

  #finish() {
    dropDraft(this.#id);
    this.close();
  }

  async #attempt(act) {
    const { signal } = this.#opened;
    this.form.isReady = false;
    const problem = await act().catch((error) => error);
    if (signal.aborted) return;
    this.form.isReady = this.#canSave;
    if (problem) await this.#explain(problem);
    else this.form.focus();
  }

  async #explain(problem) {
    if (problem.status === GONE && this.#id !== NEW) this.#becomeNew();
    else if (problem.status === CHANGED_SINCE) {
      await this.#load();
      this.form.show(new Error("The task was changed elsewhere. This is the newer version; delete it if you still want to."));
    } else this.form.show(problem);
  }

  // What was typed is not lost with the task.
  #becomeNew() {
    const { values } = this.form;
    dropDraft(this.#id);
    this.#id = NEW;
    this.#show(EMPTY, null);
    this.form.values = values;
    this.#typed();
    this.form.show(new Error("This task no longer exists. You can create it again."));
  }

  #closed() {
    this.#opened.abort();
    if (readDraft(this.#id)) say("Not saved yet. Open the task again to continue.");
    this.onClosed(this.#id);
    this.#id = null;
  }
}
