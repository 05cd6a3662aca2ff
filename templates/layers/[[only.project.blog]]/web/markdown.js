// Markdown as DOM nodes: headings, lists, quotes, code, rules and paragraphs. HTML stays text.

import { element } from "./dom.js";
import { inline } from "./markdown-inline.js";

const DEEPEST = 10;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^ {0,3}(#{1,6})(?: +|$)(.*)$/;
const QUOTE = /^ {0,3}> ?/;
const RULE = /^ {0,3}([-*_])(?: *\1){2,} *$/;
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])(?: +|$)/;

export function markdown(text) {
  const lines = text.replaceAll(/\r\n?/g, "\n").split("\n");
  return blocks(lines.map((line) => line.replace(/^\t+/, (tabs) => "    ".repeat(tabs.length))));
}

function blocks(lines, depth = 0) {
  const nodes = [];
  let at = 0;
  while (at < lines.length) {
    if (lines[at].trim() === "") {
      at += 1;
      continue;
    }
    const read = depth < DEEPEST ? reader(lines[at]) : paragraph;
    const { node, end } = read(lines, at, depth);
    nodes.push(node);
    at = end;
  }
  return nodes;
}

function reader(line) {
  if (FENCE.test(line)) return fence;
  if (HEADING.test(line)) return heading;
  if (QUOTE.test(line)) return quote;
  // Before lists, which may also start with a hyphen.
  if (RULE.test(line)) return rule;
  if (ITEM.test(line)) return list;
  return paragraph;
}

function fence(lines, at) {
  const [, mark] = FENCE.exec(lines[at]);
  let end = at + 1;
  while (end < lines.length && !lines[end].trim().startsWith(mark)) end += 1;
  const code = element("code", { textContent: lines.slice(at + 1, end).join("\n") });
  // A keyboard has to reach what does not fit.
  return { node: element("pre", { tabIndex: 0 }, code), end: end + 1 };
}

// The page has the title as its only first heading.
function heading(lines, at) {
  const [, marks, text] = HEADING.exec(lines[at]);
  const level = Math.min(marks.length + 1, 6);
  return { node: inAnyLanguage(`h${level}`, inline(text.replace(/ #+ *$/, "").trim())), end: at + 1 };
}

function quote(lines, at, depth) {
  let end = at;
  while (end < lines.length && QUOTE.test(lines[end])) end += 1;
  const inner = lines.slice(at, end).map((line) => line.replace(QUOTE, ""));
  return { node: inAnyLanguage("blockquote", blocks(inner, depth + 1)), end };
}

function rule(_lines, at) {
  return { node: element("hr"), end: at + 1 };
}

function list(lines, at, depth) {
  const [, , mark] = ITEM.exec(lines[at]);
  const isOrdered = /\d/.test(mark);
  const made = isOrdered ? element("ol", { start: parseInt(mark, 10) }) : element("ul");
  let end = at;
  while (end < lines.length && startsItem(lines[end], isOrdered)) {
    const [start, margin] = ITEM.exec(lines[end]);
    const item = [lines[end].slice(start.length)];
    end += 1;
    while (belongs(lines, end, margin.length + 2)) {
      item.push(lines[end].slice(Math.min(start.length, indentation(lines[end]))));
      end += 1;
    }
    made.append(inAnyLanguage("li", tight(item, blocks(item, depth + 1))));
    if (lines[end]?.trim() === "" && startsItem(lines[end + 1] ?? "", isOrdered)) end += 1;
  }
  return { node: made, end };
}

function startsItem(line, isOrdered) {
  const found = ITEM.exec(line);
  return Boolean(found) && !RULE.test(line) && /\d/.test(found[2]) === isOrdered;
}

// An item goes on with indented lines, also after an empty one, and with text directly below.
function belongs(lines, at, width) {
  const line = lines[at];
  if (line === undefined) return false;
  if (line.trim() === "") return indentation(lines[at + 1] ?? "") >= width;
  return indentation(line) >= width || (reader(line) === paragraph && lines[at - 1].trim() !== "");
}

function indentation(line) {
  return line.trim() === "" ? 0 : line.search(/[^ ]/);
}

// Without an empty line in it, an item's text is not a paragraph of its own.
function tight(item, nodes) {
  if (item.some((line) => line.trim() === "")) return nodes;
  return nodes.flatMap((node) => (node.tagName === "P" ? [...node.childNodes] : [node]));
}

function paragraph(lines, at, depth) {
  let end = at + 1;
  while (end < lines.length && lines[end].trim() !== "" && (depth >= DEEPEST || reader(lines[end]) === paragraph)) {
    end += 1;
  }
  return { node: inAnyLanguage("p", inline(lines.slice(at, end).join("\n").trim())), end };
}

// With `dir` set earlier, a browser would look for the direction again with each node.
function inAnyLanguage(tag, nodes) {
  const made = element(tag, {}, ...nodes);
  made.dir = "auto";
  return made;
}
