// The comments on an article. They are plain text.

import { call } from "./api.js";
import { attempt } from "./attempt.js";
import { button, element } from "./dom.js";
import { dropDraft, keepDraft, readDraft } from "./drafts.js";
import { field, form } from "./forms.js";
import { link } from "./links.js";
import { here, signInPath } from "./paths.js";
import { byline } from "./people.js";
import { say } from "./router.js";
import { currentUser } from "./session.js";

const MOST = 50;

export function commentSection(slug, comments) {
  const path = `/articles/${encodeURIComponent(slug)}/comments`;
  const list = element("ol", { className: "comments" });
  const title = element("h2", { id: "comments-title" });
  const more = button("Show all comments", () => draw({ all: true }));
  const draw = ({ all = false } = {}) => {
    const shown = all ? comments : comments.slice(0, MOST);
    title.textContent = comments.length === 1 ? "1 comment" : `${comments.length} comments`;
    list.replaceChildren(...shown.map((comment) => entry(comment, remove)));
    more.hidden = shown.length === comments.length;
  };
  const add = (comment) => {
    comments = [comment, ...comments];
    draw();
    say("Your comment was added.");
  };
  const remove = (comment) =>
    attempt(async () => {
      if (!window.confirm("Delete this comment?")) return;
      await call("DELETE", `${path}/${comment.id}`);
      comments = comments.filter(({ id }) => id !== comment.id);
      draw();
      title.focus();
      say("Your comment was deleted.");
    });
  title.tabIndex = -1;
  draw();
  return element("section", { "aria-labelledby": "comments-title" }, title, composer(path, add), list, more);
}

function composer(path, add) {
  if (!currentUser()) return element("p", {}, link(signInPath(here()), "Sign in to comment"));
  const area = element("textarea", { rows: 3, maxLength: 10_000, required: true, value: readDraft(path)?.body ?? "" });
  area.addEventListener("input", () => keepDraft(path, { body: area.value }));
  return form({
    fields: [field("body", "Your comment", area)],
    label: "Comment",
    act: async (values) => {
      const { comment } = await call("POST", path, { comment: values });
      dropDraft(path);
      area.value = "";
      add(comment);
    },
  });
}

function entry(comment, remove) {
  const isMine = comment.author.username === currentUser()?.username;
  const label = { "aria-label": `Delete your comment: ${comment.body.slice(0, 60)}` };
  const head = element("div", { className: "row" }, byline(comment.author, comment.createdAt));
  if (isMine) head.append(button("Delete", () => remove(comment), label));
  return element("li", {}, head, element("p", { className: "plain", dir: "auto", textContent: comment.body }));
}
