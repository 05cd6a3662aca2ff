// Creates elements. Text is inserted as text, so user input never becomes HTML.

export const find = (id) => document.getElementById(id);

export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (/^(aria-|data-|role$)/.test(name)) made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function button(text, onclick, properties = {}) {
  return element("button", { type: "button", className: "link", textContent: text, onclick, ...properties });
}

// `choices` are pairs of a value and its text.
export function fillSelect(select, choices, value = select.value) {
  select.replaceChildren(...choices.map(([each, text]) => element("option", { value: each, textContent: text })));
  select.value = value;
}

let lost = null;

// Redraws a list without moving the focus. A task may leave one list before it is drawn in another.
export function keepFocus(draw) {
  const active = document.activeElement;
  const { id, control } = (active === document.body ? lost : active?.dataset) ?? {};
  draw();
  lost = null;
  if (!id) return;
  const again = document.querySelector(`[data-id="${CSS.escape(id)}"][data-control="${CSS.escape(control)}"]`);
  if (!again) lost = { id, control };
  else if (again !== document.activeElement) again.focus({ preventScroll: true });
}

// A short message, shown for a while and read aloud.
export function say(text) {
  showStatus("said", text);
  clearTimeout(say.ending);
  say.ending = setTimeout(() => showStatus("said", ""), 6000);
}

// While a dialog is open nothing behind it is read aloud, so each has places of its own.
export function showStatus(kind, text) {
  for (const place of document.querySelectorAll(`[data-shows="${kind}"]`)) place.textContent = text;
}
