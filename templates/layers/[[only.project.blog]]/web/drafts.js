// What is typed but not sent yet. It survives reloads and sign-ins in this tab.

const PREFIX = "blog.draft ";

export function readDraft(path) {
  return JSON.parse(sessionStorage.getItem(PREFIX + path));
}

export function keepDraft(path, values) {
  sessionStorage.setItem(PREFIX + path, JSON.stringify(values));
}

export function dropDraft(path) {
  sessionStorage.removeItem(PREFIX + path);
}

export function dropDrafts() {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  }
}
