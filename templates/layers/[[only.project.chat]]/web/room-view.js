// The room that is open.

import { attempt } from "./attempt.js";
import { avatar } from "./avatar.js";
import { askToDelete } from "./confirm.js";
import { element, find } from "./dom.js";
import { MessageList } from "./message-list.js";
import { deleteMessage, editMessage } from "./messages.js";
import { renderPresence, renderTyping } from "./people.js";

const PROJECT = document.title;
const NEAR_END = 80;

export class RoomView {
  #conversation = null;
  #editing = { id: null, body: "" };

  constructor({ user, outbox }) {
    Object.assign(this, { user, outbox });
    this.list = new MessageList(find("messages"), {
      user,
      onEdit: (message) => this.#edit(message),
      onSave: (message, body) => this.#save(message, body),
      onCancel: () => this.#stopEditing(),
      onDelete: (message) => this.#delete(message),
    });
    find("earlier").addEventListener("click", () => this.#showEarlier());
  }

  renderUser() {
    find("me").replaceChildren(avatar(this.user), element("span", { dir: "auto", textContent: this.user.name }));
  }

  show(room, conversation) {
    this.#conversation = conversation ?? null;
    this.#editing.id = null;
    find("room").hidden = !room;
    find("nothing").hidden = Boolean(room);
    this.render({ toEnd: true });
  }

  renderHeader(room, unread) {
    document.title = `${unread > 0 ? `(${unread}) ` : ""}${room ? `${room.name} · ` : ""}${PROJECT}`;
    if (!room) return;
    find("room-name").textContent = room.name;
    find("room-topic").textContent = room.topic ?? "";
    find("room-settings").hidden = room.created_by !== this.user.id;
  }

  render({ toEnd = false } = {}) {
    if (!this.#conversation) return;
    const { timeline, presence, roomId } = this.#conversation;
    const log = find("log");
    const wasAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END;
    const waiting = this.outbox.waiting.filter(({ body }) => body.room_id === roomId);
    this.list.render({ messages: timeline.all, waiting, editing: this.#editing });
    find("earlier").hidden = !timeline.hasEarlier;
    find("empty").textContent = timeline.loaded ? "No messages yet." : "Loading…";
    find("empty").hidden = timeline.all.length + waiting.length > 0;
    if (toEnd || wasAtEnd) log.scrollTop = log.scrollHeight;
    renderPresence(presence);
    renderTyping(presence.typists(this.user));
  }

  editLast() {
    const mine = this.#conversation.timeline.all.findLast(({ author }) => author.id === this.user.id);
    if (mine) this.#edit(mine);
  }

  #edit(message) {
    this.#editing = { id: message.id, body: message.body };
    this.render();
    find("messages").querySelector(".editing textarea").focus();
  }

  #save(message, body) {
    const { timeline } = this.#conversation;
    return attempt(async () => {
      if (body.trim() && body !== message.body) timeline.put(await editMessage(message, body));
      this.#stopEditing();
    });
  }

  #stopEditing() {
    this.#editing.id = null;
    this.render();
    find("words").focus();
  }

  async #delete(message) {
    const { timeline } = this.#conversation;
    if (!(await askToDelete())) return;
    await attempt(async () => {
      await deleteMessage(message);
      timeline.remove(message.id);
      this.render();
      find("words").focus();
    });
  }

  #showEarlier() {
    const log = find("log");
    return attempt(async () => {
      await this.#conversation.showEarlier();
      const fromEnd = log.scrollHeight - log.scrollTop;
      this.render();
      log.scrollTop = log.scrollHeight - fromEnd;
    });
  }
}
