// The picture and the name of an author.

import { element } from "./dom.js";
import { link } from "./links.js";
import { isShownImage } from "./markdown-links.js";
import { profilePath } from "./paths.js";

const calendar = new Intl.DateTimeFormat(undefined, { dateStyle: "long" });

export function avatar({ username, image }) {
  const initial = [...username].slice(0, 1).join("").toUpperCase();
  const made = element("span", { className: "avatar", textContent: initial, "aria-hidden": "true" });
  const hue = [...username].reduce((sum, character) => (sum * 31 + character.codePointAt(0)) % 360, 7);
  made.style.setProperty("--hue", hue);
  if (isShownImage(image)) {
    // The initial stays if the image cannot be loaded.
    const picture = element("img", { alt: "", referrerPolicy: "no-referrer" });
    picture.onload = () => made.replaceChildren(picture);
    picture.src = image;
  }
  return made;
}

export function byline(author, createdAt) {
  const name = link(profilePath(author.username), author.username, { className: "author" });
  const text = element("div", { className: "content" }, name, dateOf(createdAt));
  return element("div", { className: "byline" }, avatar(author), text);
}

function dateOf(text) {
  return element("time", { dateTime: text, textContent: calendar.format(new Date(text)) });
}
