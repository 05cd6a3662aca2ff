// Shows the page that the address names, such as `#/article/some-slug`, so that links and reloads lead back to it.

import { onBack } from "./connection.js";
import { element, find } from "./dom.js";
import { link } from "./links.js";
import { here, signInPath } from "./paths.js";

const PROJECT = document.title;
const SLOW = 400;

let routes = [];
let visit = new AbortController();
let isWaiting = false;

// `table` has pairs of a pattern, and a function that gets its groups and the query and returns `{ title, content }`.
export function start(table) {
  routes = table;
  window.addEventListener("hashchange", () => show());
  onBack(() => isWaiting && show());
  return show({ isFirst: true });
}

export function go(path) {
  if (path === here()) show();
  else location.hash = path;
}

// Like `go`, without a step in the history.
export function replace(path) {
  history.replaceState(null, "", `#${path}`);
  show();
}

export function say(text) {
  find("status").textContent = text;
}

// Says `text` while `act` takes long.
export async function announced(text, act) {
  const slow = setTimeout(() => say(text), SLOW);
  try {
    return await act();
  } finally {
    clearTimeout(slow);
    if (find("status").textContent === text) say("");
  }
}

async function show({ isFirst = false } = {}) {
  visit.abort();
  visit = new AbortController();
  const { signal } = visit;
  isWaiting = false;
  say("");
  const page = await announced("Loading…", () => load(here()));
  // Another page may have been opened meanwhile.
  if (signal.aborted) return;
  say("");
  place(page, { isFirst });
}

async function load(address) {
  const [path, query] = address.split("?");
  try {
    for (const [pattern, page] of routes) {
      const found = pattern.exec(path);
      if (found) return await page(...found.slice(1).map(decodeURIComponent), new URLSearchParams(query));
    }
    return missing();
  } catch (problem) {
    return instead(problem, address);
  }
}

function instead(problem, address) {
  if (problem.status === 404 || problem instanceof URIError) return missing();
  if (problem.needsSignIn) return { redirect: signInPath(address) };
  if (problem.isSilence) return { ...failure("The server does not answer."), isWaiting: true };
  if (problem.status === undefined) console.error(problem);
  return failure(problem.status ? problem.message : "This page is broken.");
}

function missing() {
  return failure("There is no such page.", "Not found");
}

function failure(text, title = "Not loaded") {
  const content = element("section", { className: "narrow" }, element("h1", { textContent: title }));
  content.append(element("p", { textContent: text }), element("p", {}, link("/", "Go to the newest articles")));
  return { title, content };
}

function place(page, { isFirst }) {
  if (page.redirect) return replace(page.redirect);
  isWaiting = Boolean(page.isWaiting);
  document.title = page.title ? `${page.title} · ${PROJECT}` : PROJECT;
  find("main").replaceChildren(page.content);
  window.scrollTo(0, 0);
  window.dispatchEvent(new Event("page"));
  // A screen reader continues at the title, and a keyboard at the first field.
  const title = find("main").querySelector("h1");
  title.tabIndex = -1;
  (find("main").querySelector("[data-first]") ?? (isFirst ? null : title))?.focus();
}
