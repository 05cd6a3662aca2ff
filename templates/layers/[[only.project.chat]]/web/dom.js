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

export function avatar(user) {
  const initials = [...user.name.trim()].slice(0, 1).join("").toUpperCase() || "?";
  const made = element("span", { className: "avatar", textContent: initials, title: user.name, "aria-hidden": "true" });
  const hue = [...user.id].reduce((sum, character) => (sum * 31 + character.codePointAt(0)) % 360, 7);
  made.style.setProperty("--hue", hue);
  return made;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const calendar = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });

export const timeOf = (text) => clock.format(new Date(text));
export const dayOf = (text) => calendar.format(new Date(text));
