// A page of a list of articles.

import { call } from "./api.js";
import { element } from "./dom.js";
import { link } from "./links.js";
import { articlePath, tagPath } from "./paths.js";
import { byline } from "./people.js";
import { favouriteButton } from "./toggles.js";

const SIZE = 10;

// `path` and `filters` name the list in the API, `address` its page here, and `empty` is what to say if it is empty.
export async function articleList({ path = "/articles", filters = {}, address, query, empty }) {
  const page = Math.max(1, Math.trunc(Number(query.get("page"))) || 1);
  const wanted = new URLSearchParams({ ...filters, limit: SIZE, offset: (page - 1) * SIZE });
  const { articles, articlesCount: count } = await call("GET", `${path}?${wanted}`);
  if (articles.length === 0) {
    const text = count > 0 ? "There are no articles on this page." : empty;
    return element(
      "div",
      { className: "empty" },
      element("p", { textContent: text }),
      count > 0 ? link(address, "Go to the first page") : null,
    );
  }
  const list = element(
    "ol",
    { className: "articles" },
    ...articles.map((article) => element("li", {}, preview(article))),
  );
  return element("div", {}, list, pages({ page, last: Math.ceil(count / SIZE), address }));
}

function preview(article) {
  const head = element(
    "div",
    { className: "row" },
    byline(article.author, article.createdAt),
    favouriteButton(article),
  );
  const title = element("h2", {}, link(articlePath(article.slug), article.title));
  const description = element("p", { className: "description", dir: "auto", textContent: article.description });
  return element("article", { className: "preview" }, head, title, description, tags(article.tagList));
}

export function tags(names) {
  if (names.length === 0) return null;
  const items = names.map((name) => element("li", {}, link(tagPath(name), name, { className: "tag" })));
  return element("ul", { className: "tags", "aria-label": "Tags" }, ...items);
}

function pages({ page, last, address }) {
  if (last <= 1) return null;
  const to = (number, text) => (number >= 1 && number <= last ? link(`${address}?page=${number}`, text) : null);
  const place = element("span", { className: "quiet", textContent: `Page ${page} of ${last}` });
  return element(
    "nav",
    { className: "pages", "aria-label": "Pages" },
    to(page - 1, "← Newer"),
    place,
    to(page + 1, "Older →"),
  );
}
