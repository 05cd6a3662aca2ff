// The message list, with actions for your own messages.

import { avatar, button, dayOf, element, timeOf } from "./dom.js";

const CLOSE = 5 * 60_000;

// `actions` has edit(message, body) and remove(message).
export function renderMessages(list, { messages, waiting, me, editing, actions }) {
  let previous = null;
  const rows = [];
  for (const message of messages) {
    const isNewDay = !previous || dayOf(previous.created_at) !== dayOf(message.created_at);
    if (isNewDay) rows.push(element("li", { className: "day" }, element("span", { textContent: dayOf(message.created_at) })));
    const continues = !isNewDay && follows(previous, message);
    rows.push(message.id === editing.id ? editor(message, editing, actions) : row(message, { me, continues, actions }));
    previous = message;
  }
  for (const entry of waiting) {
    const status = element("span", { className: "quiet", textContent: "Sending…" });
    rows.push(element("li", { className: "message mine waiting" }, words(entry.body), status));
  }
  list.replaceChildren(...rows);
}

function follows(previous, message) {
  const apart = new Date(message.created_at) - new Date(previous.created_at);
  return previous.author.id === message.author.id && apart < CLOSE;
}

function row(message, { me, continues, actions }) {
  const isMine = message.author.id === me.id;
  const head = element(
    "div",
    { className: continues ? "head hidden" : "head" },
    element("strong", { textContent: message.author.name }),
    element("time", { dateTime: message.created_at, textContent: timeOf(message.created_at) }),
  );
  const tools = isMine
    ? element(
        "div",
        { className: "tools" },
        button("Edit", () => actions.startEditing(message), { "aria-label": `Edit: ${message.body.slice(0, 60)}` }),
        button("Delete", () => actions.remove(message), { "aria-label": `Delete: ${message.body.slice(0, 60)}` }),
      )
    : null;
  const edited = message.edited_at ? element("span", { className: "quiet", textContent: "edited" }) : null;
  return element(
    "li",
    { className: `message${isMine ? " mine" : ""}${continues ? " continues" : ""}`, "data-id": message.id },
    continues ? element("span", { className: "avatar none" }) : avatar(message.author),
    element("div", { className: "content" }, head, words(message.body), edited),
    tools,
  );
}

function words(body) {
  return element("p", { className: "body", dir: "auto", textContent: body });
}

function editor(message, editing, actions) {
  const area = element("textarea", {
    value: editing.body,
    maxLength: 4000,
    rows: Math.min(8, editing.body.split("\n").length),
    "aria-label": "Edit message",
    oninput: () => (editing.body = area.value),
    onkeydown: (event) => {
      if (event.isComposing) return;
      if (event.key === "Escape") actions.stopEditing();
      else if (event.key === "Enter" && !event.shiftKey) actions.edit(message, area.value);
      else return;
      event.preventDefault();
    },
  });
  return element(
    "li",
    { className: "message mine editing", "data-id": message.id },
    element("div", { className: "content" }, area),
    element(
      "div",
      { className: "tools" },
      button("Save", () => actions.edit(message, area.value)),
      button("Cancel", () => actions.stopEditing()),
    ),
  );
}
