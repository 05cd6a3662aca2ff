// The picture of a user: an initial in a color of their own.

import { element } from "./dom.js";

export function avatar(user) {
  const initial = [...user.name.trim()].slice(0, 1).join("").toUpperCase() || "?";
  const made = element("span", { className: "avatar", textContent: initial, title: user.name, "aria-hidden": "true" });
  const hue = [...user.id].reduce((sum, character) => (sum * 31 + character.codePointAt(0)) % 360, 7);
  made.style.setProperty("--hue", hue);
  return made;
}
