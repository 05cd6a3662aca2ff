// One article, with its comments.

import { call } from "./api.js";
import { tags } from "./article-list.js";
import { attempt } from "./attempt.js";
import { commentSection } from "./comments.js";
import { button, element } from "./dom.js";
import { link } from "./links.js";
import { markdown } from "./markdown.js";
import { editorPath, profilePath } from "./paths.js";
import { byline } from "./people.js";
import { go } from "./router.js";
import { currentUser } from "./session.js";
import { favouriteButton, followButton } from "./toggles.js";

export async function articlePage(slug) {
  const path = `/articles/${encodeURIComponent(slug)}`;
  const [{ article }, { comments }] = await Promise.all([call("GET", path), call("GET", `${path}/comments`)]);
  const head = element(
    "header",
    {},
    element("h1", { dir: "auto", textContent: article.title }),
    element("p", { className: "description", dir: "auto", textContent: article.description }),
    element("div", { className: "row" }, byline(article.author, article.createdAt), actions(article)),
  );
  const body = element("div", { className: "prose" }, ...markdown(article.body));
  const made = element("article", {}, head, body, tags(article.tagList));
  return {
    title: article.title,
    content: element("div", { className: "reading" }, made, commentSection(slug, comments)),
  };
}

function actions(article) {
  const isMine = article.author.username === currentUser()?.username;
  return element(
    "div",
    { className: "actions" },
    favouriteButton(article),
    ...(isMine
      ? [link(editorPath(article.slug), "Edit"), button("Delete", () => remove(article))]
      : [followButton(article.author)]),
  );
}

function remove({ slug, author }) {
  if (!window.confirm("Delete this article and its comments?")) return;
  attempt(async () => {
    await call("DELETE", `/articles/${slug}`);
    go(profilePath(author.username));
  });
}
