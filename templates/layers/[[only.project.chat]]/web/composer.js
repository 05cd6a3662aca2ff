// The field in which messages are written. What is not sent yet is kept for each room.

import { find } from "./dom.js";
import { dropDraft, keepDraft, readDraft } from "./drafts.js";

const TYPING_EVERY = 2000;

export class Composer {
  #room = null;
  #typedAt = 0;

  // `onSend(text)`; `onTyping()`; `onEditLast()`, when the user wants to edit their last message.
  constructor({ onSend, onTyping, onEditLast }) {
    Object.assign(this, { onSend, onTyping, onEditLast });
    this.field = find("words");
    this.field.addEventListener("keydown", (event) => this.#pressed(event));
    this.field.addEventListener("input", () => this.#typed());
    find("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
  }

  open(roomId) {
    if (roomId === this.#room) return;
    this.#room = roomId;
    this.field.value = (roomId && readDraft(roomId)) ?? "";
    if (roomId) this.focus();
  }

  focus() {
    this.field.focus();
  }

  // Puts a text back that was not sent, unless something else has been typed since.
  restore(roomId, text) {
    if (readDraft(roomId)) return;
    keepDraft(roomId, text);
    if (roomId === this.#room) this.field.value = text;
  }

  #pressed(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "ArrowUp" && !event.altKey && this.field.value === "") {
      event.preventDefault();
      this.onEditLast();
    }
  }

  #typed() {
    const { value } = this.field;
    if (!value) return dropDraft(this.#room);
    keepDraft(this.#room, value);
    if (Date.now() - this.#typedAt < TYPING_EVERY) return;
    this.#typedAt = Date.now();
    this.onTyping();
  }

  #send() {
    const { value } = this.field;
    if (!value.trim()) return;
    this.field.value = "";
    this.#typedAt = 0;
    dropDraft(this.#room);
    this.onSend(value);
  }
}
