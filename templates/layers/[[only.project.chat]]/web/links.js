// Web addresses in a text become links. The text comes from users, so other kinds of address stay text.

import { element } from "./dom.js";

const ADDRESS = /https?:\/\/[^\s<>"]+/gi;
const AFTER = /[.,:;!?'*_~]$/;

// The nodes and strings that the text consists of.
export function linked(text) {
  const parts = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = withoutPunctuation(found);
    if (!URL.canParse(address)) continue;
    parts.push(text.slice(end, index), link(address));
    end = index + address.length;
  }
  return [...parts, text.slice(end)];
}

// What follows an address belongs to the sentence, as does a bracket that is not opened in it.
function withoutPunctuation(address) {
  let opened = address.split("(").length - address.split(")").length;
  let end = address.length;
  for (; end > 0; end -= 1) {
    const last = address[end - 1];
    if (last === ")" && opened < 0) opened += 1;
    else if (!AFTER.test(last)) break;
  }
  return address.slice(0, end);
}

function link(address) {
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer nofollow", dir: "ltr", textContent: address });
}
