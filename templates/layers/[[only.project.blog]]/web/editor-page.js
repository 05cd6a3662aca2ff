// Writing an article, new or not, with a preview.

import { call } from "./api.js";
import { button, element } from "./dom.js";
import { dropDraft, keepDraft, readDraft } from "./drafts.js";
import { field, form } from "./forms.js";
import { markdown } from "./markdown.js";
import { articlePath, here } from "./paths.js";
import { Problem } from "./problems.js";
import { go, replace, say } from "./router.js";
import { requireUser } from "./session.js";
import { tagsField } from "./tags-field.js";

const EMPTY = { title: "", description: "", body: "", tagList: [] };

export async function editorPage(slug) {
  const user = requireUser();
  const article = slug ? (await call("GET", `/articles/${encodeURIComponent(slug)}`)).article : EMPTY;
  const isForeign = slug && article.author.username !== user.username;
  if (isForeign) throw new Problem(403, { article: ["belongs to someone else"] });
  const title = slug ? "Edit article" : "New article";
  const content = element("section", { className: "editor" }, element("h1", { textContent: title }));
  content.append(...editor(slug, article));
  return { title, content };
}

function editor(slug, article) {
  const draftPath = here();
  const draft = readDraft(draftPath);
  const { title, description, body, tagList } = { ...article, ...draft };
  const inputs = {
    title: element("input", { maxLength: 255, required: true, value: title, "data-first": "" }),
    description: element("input", { maxLength: 1000, required: true, value: description }),
    // Not `required`, which a browser cannot show while the preview hides it: the server refuses it.
    body: element("textarea", { maxLength: 100_000, rows: 14, value: body }),
  };
  const values = () => {
    const typed = Object.entries(inputs).map(([name, input]) => [name, input.value]);
    return { ...Object.fromEntries(typed), tagList: tags.names() };
  };
  const keep = () => keepDraft(draftPath, values());
  const tags = tagsField(tagList, keep);
  const bodyField = field(
    "body",
    "Article",
    inputs.body,
    "In Markdown: # heading, *emphasis*, [link](address), `code`.",
  );
  const made = form({
    fields: [
      field("title", "Title", inputs.title),
      field("description", "What is it about?", inputs.description),
      bodyField,
      tags.field,
    ],
    label: slug ? "Save" : "Publish",
    act: async () => {
      const [method, path] = slug ? ["PUT", `/articles/${slug}`] : ["POST", "/articles"];
      const answer = await call(method, path, { article: values() });
      dropDraft(draftPath);
      go(articlePath(answer.article.slug));
    },
    others: [previewButton(inputs.body, bodyField)],
  });
  made.addEventListener("input", keep);
  return draft ? [restored(draftPath), made] : [made];
}

function previewButton(area, place) {
  const shown = element("div", {
    className: "prose preview-pane",
    tabIndex: 0,
    role: "region",
    "aria-label": "Preview",
  });
  shown.hidden = true;
  place.append(shown);
  const made = button("Preview", () => {
    shown.hidden = !shown.hidden;
    area.hidden = !shown.hidden;
    shown.replaceChildren(...markdown(area.value));
    made.setAttribute("aria-pressed", String(!shown.hidden));
    (shown.hidden ? area : shown).focus();
  });
  made.setAttribute("aria-pressed", "false");
  return made;
}

function restored(draftPath) {
  const discard = button("Discard it", () => {
    dropDraft(draftPath);
    replace(draftPath);
    say("The draft was discarded.");
  });
  return element("p", { className: "notice" }, "This is what you typed before. ", discard);
}
