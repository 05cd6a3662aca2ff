// Links to other pages of this client.

import { element } from "./dom.js";

// What users wrote may be in any language, hence `dir`.
export function link(path, text, properties = {}) {
  return element("a", { href: `#${path}`, dir: "auto", textContent: text, ...properties });
}
