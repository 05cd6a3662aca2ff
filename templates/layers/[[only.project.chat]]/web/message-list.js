// The list of messages.

import { avatar } from "./avatar.js";
import { button, element } from "./dom.js";
import { linked } from "./links.js";
import { messageEditor } from "./message-editor.js";
import { Rows } from "./rows.js";
import { dayOf, timeOf } from "./times.js";

const CLOSE = 5 * 60_000;

export class MessageList {
  // `actions` has onEdit(message), onSave(message, body), onCancel() and onDelete(message).
  constructor(list, { user, ...actions }) {
    Object.assign(this, { rows: new Rows(list), user, actions });
  }

  // `waiting` are the entries of the outbox, and `editing` has the id of the message that is edited, and its new body.
  render({ messages, waiting, editing }) {
    const rows = [];
    let previous = null;
    for (const message of messages) {
      const isNewDay = !previous || dayOf(previous.created_at) !== dayOf(message.created_at);
      const continues = !isNewDay && follows(previous, message);
      const isEdited = message.id === editing.id;
      if (isNewDay) rows.push({ key: `day ${message.id}`, draw: () => day(message) });
      rows.push({
        key: message.id,
        version: `${message.edited_at} ${continues} ${isEdited}`,
        draw: () => (isEdited ? messageEditor(message, editing, this.actions) : this.#row(message, continues)),
      });
      previous = message;
    }
    this.rows.render([...rows, ...waiting.map(({ key, body }) => ({ key, draw: () => unsent(body) }))]);
  }

  #row(message, continues) {
    const isMine = message.author.id === this.user.id;
    const head = element(
      "div",
      { className: continues ? "head hidden" : "head" },
      element("strong", { dir: "auto", textContent: message.author.name }),
      element("time", { dateTime: message.created_at, textContent: timeOf(message.created_at) }),
    );
    const edited = message.edited_at ? element("span", { className: "quiet", textContent: "edited" }) : null;
    return element(
      "li",
      { className: `message${isMine ? " mine" : ""}${continues ? " continues" : ""}`, "data-id": message.id },
      continues ? element("span", { className: "avatar none" }) : avatar(message.author),
      element("div", { className: "content" }, head, words(message.body), edited),
      isMine ? this.#tools(message) : null,
    );
  }

  #tools(message) {
    const start = message.body.slice(0, 60);
    return element(
      "div",
      { className: "tools" },
      button("Edit", () => this.actions.onEdit(message), { "aria-label": `Edit: ${start}` }),
      button("Delete", () => this.actions.onDelete(message), { "aria-label": `Delete: ${start}` }),
    );
  }
}

function follows(previous, message) {
  const apart = new Date(message.created_at) - new Date(previous.created_at);
  return previous.author.id === message.author.id && apart < CLOSE;
}

function day(message) {
  return element("li", { className: "day" }, element("span", { textContent: dayOf(message.created_at) }));
}

function unsent({ body }) {
  const status = element("span", { className: "quiet", textContent: "Sending…" });
  return element("li", { className: "message mine waiting" }, words(body), status);
}

function words(body) {
  return element("p", { className: "body", dir: "auto" }, ...linked(body));
}
