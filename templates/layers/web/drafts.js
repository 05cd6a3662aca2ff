// What was typed and not saved or sent yet. It survives a reload of the page.

const PREFIX = "draft ";

export function readDraft(name) {
  return JSON.parse(sessionStorage.getItem(PREFIX + name));
}

export function keepDraft(name, values) {
  sessionStorage.setItem(PREFIX + name, JSON.stringify(values));
}

export function dropDraft(name) {
  sessionStorage.removeItem(PREFIX + name);
}

export function dropDrafts() {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  }
}
