// Messages that are shown and read aloud.

export function say(text) {
  showStatus("said", text);
  clearTimeout(say.ending);
  say.ending = setTimeout(() => showStatus("said", ""), 6000);
}

// While a dialog is open nothing behind it is read aloud, so each has places of its own.
export function showStatus(kind, text) {
  for (const place of document.querySelectorAll(`[data-shows="${kind}"]`)) place.textContent = text;
}
