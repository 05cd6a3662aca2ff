// Markdown within a line: code, links, images and emphasis, as DOM nodes. HTML stays text.

import { element } from "./dom.js";
import { anchor, image } from "./markdown-links.js";

const DEEPEST = 8;
const START = /\\[!-/:-@[-`{-~]|\\\n|\n|`+|!?\[|\*+|_+|~~|<?https?:\/\//g;
// The text may contain images, but no links. The lengths are limited so that no text takes long.
const IMAGE = String.raw`!\[[^[\]]{0,200}\]\([^()\s]{0,2000}\)`;
const LABEL = String.raw`((?:[^[\]\\]|\\.|${IMAGE}){0,1000})`;
const TARGET = String.raw`<?([^\s()<>]{0,2000}(?:\([^\s()]{0,200}\)[^\s()<>]{0,200}){0,5})>?`;
const LINK = new RegExp(String.raw`!?\[${LABEL}\]\(\s?${TARGET}(?:\s"([^"]{0,200})")?\s?\)`, "y");
const ADDRESS = /<?(https?:\/\/[^\s<>"]{0,2000}[^\s<>"'.,;:!?()*_~])>?/y;
const TAGS = { 1: "em", 2: "strong", "~~": "del" };

export function inline(text, depth = 0) {
  const nodes = [];
  const open = { text, depth, unclosed: new Set() };
  let done = 0;
  let found;
  START.lastIndex = 0;
  while ((found = START.exec(text))) {
    const read = reader(found[0])(open, found.index, found[0]);
    if (read) {
      nodes.push(text.slice(done, found.index), ...read.nodes);
      done = read.end;
    }
    // Nested text has moved it.
    START.lastIndex = read ? read.end : found.index + found[0].length;
  }
  nodes.push(text.slice(done));
  return joined(nodes);
}

// Neighbouring strings become one. Browsers are slow with very many text nodes.
function joined(nodes) {
  const made = [];
  for (const node of nodes) {
    if (typeof node === "string" && typeof made.at(-1) === "string") made.push(made.pop() + node);
    else if (node !== "") made.push(node);
  }
  return made;
}

function reader(start) {
  if (start.endsWith("\n")) return lineBreak;
  if (start.startsWith("\\")) return escaped;
  if (start.startsWith("`")) return code;
  if (start.endsWith("[")) return linked;
  if (start.endsWith("/")) return bare;
  return emphasis;
}

// A line ends with a backslash or two spaces if the next one is to start below.
function lineBreak({ text }, at, start) {
  if (start === "\n" && text.slice(at - 2, at) !== "  ") return null;
  return { nodes: [element("br")], end: at + start.length };
}

function escaped(_open, at, start) {
  return { nodes: [start[1]], end: at + 2 };
}

// Ends with as many backticks as it starts with.
function code({ text, unclosed }, at, start) {
  if (unclosed.has(start)) return null;
  const from = at + start.length;
  const ticks = /`+/g;
  ticks.lastIndex = from;
  let run;
  while ((run = ticks.exec(text))) {
    if (run[0] !== start) continue;
    const content = text
      .slice(from, run.index)
      .replaceAll("\n", " ")
      .replace(/^ (.+) $/, "$1");
    return { nodes: [element("code", { textContent: content })], end: run.index + start.length };
  }
  unclosed.add(start);
  return null;
}

function linked({ text, depth }, at, start) {
  LINK.lastIndex = at;
  const found = LINK.exec(text);
  if (!found || depth >= DEEPEST) return null;
  const [all, label, address, title] = found;
  const node =
    start === "![" ? image(address, title, label) : anchor(address, title, inline(label, DEEPEST - 1).map(unlinked));
  return { nodes: [node], end: at + all.length };
}

// A link cannot contain another one.
function unlinked(node) {
  return node.tagName === "A" ? node.textContent : node;
}

function bare({ text, depth }, at) {
  ADDRESS.lastIndex = at;
  const found = ADDRESS.exec(text);
  if (!found || depth >= DEEPEST) return null;
  return { nodes: [anchor(found[1], null, [found[1]])], end: at + found[0].length };
}

function emphasis({ text, depth, unclosed }, at, start) {
  const length = start === "~~" ? 2 : Math.min(start.length, 2);
  const key = start[0] + length;
  const isWord = start[0] === "_" && /\w/.test(text[at - 1] ?? "");
  const isOpening = /\S/.test(text[at + start.length] ?? "");
  if (depth >= DEEPEST || start.length > 3 || isWord || !isOpening || unclosed.has(key)) return null;
  const end = closing(text, at + start.length, start[0], length);
  if (end === null) {
    // No later one is closed either. Looking again each time would take long.
    unclosed.add(key);
    return null;
  }
  const content = inline(text.slice(at + length, end), depth + 1);
  return { nodes: [element(TAGS[start === "~~" ? start : length], {}, ...content)], end: end + length };
}

// The position of a run of the same length after a word. In a run of three, which closes two, the last ones.
function closing(text, from, mark, length) {
  const runs = mark === "*" ? /\*+/g : mark === "_" ? /_+/g : /~+/g;
  runs.lastIndex = from;
  let run;
  while ((run = runs.exec(text))) {
    const after = text[run.index + run[0].length] ?? "";
    const fits = run[0].length === length || (run[0].length === 3 && mark !== "~");
    const isWord = mark === "_" && /\w/.test(after);
    if (fits && !isWord && /\S/.test(text[run.index - 1])) return run.index + run[0].length - length;
  }
  return null;
}
