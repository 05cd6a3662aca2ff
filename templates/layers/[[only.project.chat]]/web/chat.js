// The chat of a user: the list of rooms, and the one that is open.

import { attempt } from "./attempt.js";
import { Composer } from "./composer.js";
import { askToLeave } from "./confirm.js";
import { Conversations } from "./conversations.js";
import { find } from "./dom.js";
import { Events } from "./events.js";
import { openMembers } from "./members.js";
import { sendMessage } from "./messages.js";
import { Outbox } from "./outbox.js";
import { request } from "./requests.js";
import { openRoomDialog } from "./room-dialog.js";
import { RoomList } from "./room-list.js";
import { RoomView } from "./room-view.js";
import { Rooms } from "./rooms.js";
import { enableRoomKeys } from "./shortcuts.js";
import { say } from "./status.js";

export class Chat {
  rooms = new Rooms();
  conversations = new Conversations();
  #open = null;

  constructor(user) {
    this.user = user;
    this.outbox = new Outbox({
      send: sendMessage,
      onChange: () => this.view.render(),
      onSent: (message) => this.conversations.of(message.room_id).timeline.put(message),
      onRefused: (message, problem) => this.#refused(message, problem),
    });
    this.events = new Events({
      user,
      rooms: this.rooms,
      conversations: this.conversations,
      onRooms: () => this.#roomsChanged(),
      onConversation: (id, options) => this.#conversationChanged(id, options),
    });
    this.list = new RoomList({ onOpen: ({ id }) => this.#show(id), onJoin: (room) => this.#join(room) });
    this.view = new RoomView({ user, outbox: this.outbox });
    this.composer = new Composer({
      onSend: (text) => this.#send(text),
      onTyping: () => this.events.announceTyping(this.#open),
      onEditLast: () => this.view.editLast(),
    });
  }

  async start() {
    this.view.renderUser();
    this.#listen();
    this.#render();
    await attempt(() => this.rooms.refresh());
    this.#show(this.rooms.find(idInAddress())?.id ?? this.rooms.first?.id ?? null);
    await attempt(() => this.events.start());
    this.outbox.flush();
  }

  #listen() {
    find("new-room").addEventListener("click", () => openRoomDialog(null, (room) => this.#entered(room)));
    find("room-settings").addEventListener("click", () => openRoomDialog(this.#room, (room) => this.#changed(room)));
    find("members").addEventListener("click", () => openMembers(this.#room, { user: this.user, known: this.conversations.people }));
    find("leave").addEventListener("click", () => this.#leave());
    find("back").addEventListener("click", () => this.#goBack());
    find("skip").addEventListener("click", () => find(this.#open ? "words" : "new-room").focus());
    enableRoomKeys((by) => this.#step(by));
    document.addEventListener("visibilitychange", () => this.#lookedAt());
    window.addEventListener("online", () => this.#lookedAt());
    window.addEventListener("hashchange", () => this.#show(this.rooms.find(idInAddress())?.id ?? null));
  }

  get #room() {
    return this.rooms.find(this.#open);
  }

  #show(id) {
    this.#open = id;
    const room = this.#room;
    history.replaceState(null, "", room ? `#${id}` : "/");
    document.body.dataset.view = room ? "room" : "rooms";
    this.view.show(room, room && this.conversations.of(id));
    this.#render();
    this.composer.open(room ? id : null);
    if (room) attempt(() => this.conversations.of(id).catchUp()).then(() => this.#conversationChanged(id, { toEnd: true }));
  }

  #goBack() {
    const from = this.#open;
    this.#show(null);
    document.querySelector(`[data-room="${from}"]`)?.focus();
  }

  #step(by) {
    const next = this.rooms.beside(this.#open, by);
    if (next) this.#show(next.id);
  }

  #join(room) {
    return attempt(async () => {
      await request("PUT", `/rooms/${room.id}/members/${this.user.id}`);
      await this.#entered(room);
    });
  }

  async #entered(room) {
    await this.rooms.refreshOne(room.id);
    this.events.follow();
    this.#show(room.id);
  }

  async #leave() {
    const room = this.#room;
    if (!(await askToLeave(room))) return;
    await attempt(async () => {
      await request("DELETE", `/rooms/${room.id}/members/${this.user.id}`);
      this.rooms.leave(room.id);
      this.conversations.drop(room.id);
      this.#roomsChanged();
      find("new-room").focus();
    });
  }

  // `room` is null if it was deleted.
  #changed(room) {
    if (room) this.rooms.merge(room);
    else this.rooms.remove(this.#open);
    this.#roomsChanged();
  }

  #roomsChanged() {
    this.events.follow();
    if (this.#open && !this.#room) {
      this.#show(null);
      say("You are not in this room any more.");
    }
    this.#markRead();
    this.#render();
  }

  #conversationChanged(id, options) {
    if (id !== this.#open) return;
    this.#markRead();
    this.view.render(options);
  }

  #markRead() {
    const room = this.#room;
    if (!room || document.hidden || !this.conversations.of(room.id).timeline.loaded) return;
    const wasUnread = room.unread_count > 0;
    room.unread_count = 0;
    this.conversations.of(room.id).markRead({ wasUnread });
    if (wasUnread) this.#render();
  }

  #lookedAt() {
    if (document.hidden) return;
    this.events.hurry();
    this.#markRead();
    attempt(() => this.rooms.refresh()).then(() => this.#roomsChanged());
  }

  async #send(text) {
    this.view.render({ toEnd: true });
    // A refusal is shown by `#refused`.
    await this.outbox.add({ room_id: this.#open, body: text }).catch(() => {});
  }

  // The text is not lost: it goes back to where it was written.
  #refused({ room_id, body }, problem) {
    this.composer.restore(room_id, body);
    say(`Not sent: ${problem.message}`);
  }

  #render() {
    this.view.renderHeader(this.#room, this.rooms.unread);
    this.list.render(this.rooms, this.#open);
  }
}

function idInAddress() {
  return location.hash.slice(1);
}
