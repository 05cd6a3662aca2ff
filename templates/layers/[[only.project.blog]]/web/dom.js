// Creates elements. Text is inserted as text, so user input never becomes HTML.

export const find = (id) => document.getElementById(id);

export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("aria-") || name.startsWith("data-") || name === "role") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function button(text, onclick, properties = {}) {
  return element("button", { type: "button", className: "link", textContent: text, onclick, ...properties });
}

// A link to another page of this client. What users wrote may be in any language, hence `dir`.
export function link(path, text, properties = {}) {
  return element("a", { href: `#${path}`, dir: "auto", textContent: text, ...properties });
}

const calendar = new Intl.DateTimeFormat(undefined, { dateStyle: "long" });

export function dateOf(text) {
  return element("time", { dateTime: text, textContent: calendar.format(new Date(text)) });
}
