// Links and images in Markdown. Addresses come from users, so only harmless kinds become links.

import { element } from "./dom.js";

const LINKED = ["http:", "https:", "mailto:"];

export function isShownImage(address) {
  return URL.canParse(address) && new URL(address).protocol === "https:";
}

// `content` is the nodes between the brackets. They stay text if the address is not allowed.
export function anchor(address, title, content) {
  if (!URL.canParse(address) || !LINKED.includes(new URL(address).protocol)) return element("span", {}, ...content);
  return element("a", { href: address, rel: "noopener noreferrer nofollow", title: title ?? "" }, ...content);
}

export function image(address, title, alt) {
  if (!isShownImage(address)) return document.createTextNode(alt);
  const made = element("img", { alt, title: title ?? "", loading: "lazy", referrerPolicy: "no-referrer" });
  made.onerror = () => made.replaceWith(alt);
  made.src = address;
  return made;
}
