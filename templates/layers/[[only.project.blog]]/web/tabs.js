// Links between the parts of a page, such as the feeds.

import { element } from "./dom.js";
import { link } from "./links.js";

// `parts` are pairs of an address and a text.
export function tabs(label, parts, current) {
  const items = parts.map(([path, text]) => {
    const made = link(path, text);
    if (path === current) made.setAttribute("aria-current", "page");
    return element("li", {}, made);
  });
  return element("nav", { "aria-label": label }, element("ul", { className: "tabs" }, ...items));
}
