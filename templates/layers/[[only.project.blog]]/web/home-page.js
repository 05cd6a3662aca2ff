// The feeds, and all tags.

import { call } from "./api.js";
import { articleList, tags } from "./article-list.js";
import { button, element } from "./dom.js";
import { tagPath } from "./paths.js";
import { currentUser, requireUser } from "./session.js";
import { tabs } from "./tabs.js";

const MOST_TAGS = 40;

// `feed` is `all`, `yours`, or `tag`, with the `tag`.
export async function homePage({ feed, tag, query }) {
  if (feed === "yours") requireUser();
  const lists = {
    all: { address: "/", empty: "There are no articles yet." },
    yours: { address: "/feed", path: "/articles/feed", empty: "Follow someone to see their articles here." },
    tag: { address: tagPath(tag ?? ""), filters: { tag }, empty: "No article has this tag." },
  };
  const { address } = lists[feed];
  const [list, all] = await Promise.all([articleList({ ...lists[feed], query }), call("GET", "/tags")]);
  const parts = [
    ["/", "All articles"],
    ...(currentUser() ? [["/feed", "Your feed"]] : []),
    ...(feed === "tag" ? [[address, `# ${tag}`]] : []),
  ];
  const content = element(
    "div",
    { className: "home" },
    element("h1", { className: "hidden", textContent: { all: "All articles", yours: "Your feed", tag }[feed] }),
    element("div", { className: "feed" }, tabs("Feeds", parts, address), list),
    element("aside", { "aria-labelledby": "tags-title" }, ...tagCloud(all.tags)),
  );
  return { title: { all: "", yours: "Your feed", tag }[feed], content };
}

function tagCloud(names) {
  const title = element("h2", { id: "tags-title", textContent: "Tags" });
  const shown = tags(names.slice(0, MOST_TAGS)) ?? element("p", { className: "quiet", textContent: "No tags yet." });
  if (names.length <= MOST_TAGS) return [title, shown];
  const more = button(`Show all ${names.length}`, () => {
    const all = tags(names);
    shown.replaceWith(all);
    more.remove();
    all.querySelectorAll("a")[MOST_TAGS].focus();
  });
  return [title, shown, more];
}
