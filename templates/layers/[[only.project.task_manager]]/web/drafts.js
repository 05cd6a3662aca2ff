// What was typed and not saved yet. It survives closing the form and a reload of the page.

const PREFIX = "tasks.draft.";

export const NEW = "new";
export const EMPTY = {
  title: "",
  description: "",
  status: "todo",
  priority: "medium",
  due_at: null,
  project_id: null,
  labels: [],
};

// A draft is `{ base, etag, values }`: what was typed, and the version that it changes.
export const draftOf = (id) => JSON.parse(sessionStorage.getItem(PREFIX + id));
export const keepDraft = (id, draft) => sessionStorage.setItem(PREFIX + id, JSON.stringify(draft));
export const dropDraft = (id) => sessionStorage.removeItem(PREFIX + id);
