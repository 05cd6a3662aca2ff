// The chat of a user: the list of rooms, and the one that is open.

import { attempt } from "./attempt.js";
import { Composer } from "./composer.js";
import { askToLeave } from "./confirm.js";
import { Conversation } from "./conversation.js";
import { find } from "./dom.js";
import { Events } from "./events.js";
import { openMembers } from "./members.js";
import { sendMessage } from "./messages.js";
import { Outbox } from "./outbox.js";
import { request } from "./requests.js";
import { openRoomDialog } from "./room-dialog.js";
import { renderRooms } from "./room-list.js";
import { RoomView } from "./room-view.js";
import { Rooms } from "./rooms.js";
import { enableRoomKeys } from "./shortcuts.js";
import { say } from "./status.js";

const PROJECT = document.title;

export class Chat {
  rooms = new Rooms();
  #conversations = new Map();
  #open = null;

  constructor(user) {
    this.user = user;
    this.outbox = new Outbox({
      send: sendMessage,
      onChange: () => this.view.render(),
      onSent: (message) => this.#conversation(message.room_id).timeline.put(message),
      onRefused: (message, problem) => this.#refused(message, problem),
    });
    this.events = new Events({
      user,
      rooms: this.rooms,
      conversationOf: (id) => this.#conversation(id),
      onRooms: () => this.#roomsChanged(),
      onConversation: (id, options) => this.#conversationChanged(id, options),
    });
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
    await attempt(() => this.rooms.refresh());
    this.#show(this.#first());
    await attempt(() => this.events.start());
    this.outbox.flush();
  }

  // The room in the address, the first one with unread messages, or simply the first.
  #first() {
    const { joined } = this.rooms;
    const inAddress = this.rooms.find(location.hash.slice(1));
    return (inAddress ?? joined.find((room) => room.unread_count > 0) ?? joined[0])?.id ?? null;
  }

  #listen() {
    find("new-room").addEventListener("click", () => openRoomDialog(null, (room) => this.#entered(room)));
    find("room-settings").addEventListener("click", () => openRoomDialog(this.#room, (room) => this.#changed(room)));
    find("members").addEventListener("click", () => openMembers(this.#room, { user: this.user, known: this.#people() }));
    find("leave").addEventListener("click", () => this.#leave());
    find("back").addEventListener("click", () => this.#goBack());
    find("skip").addEventListener("click", () => find(this.#open ? "words" : "new-room").focus());
    enableRoomKeys((by) => this.#step(by));
    document.addEventListener("visibilitychange", () => this.#lookedAt());
    window.addEventListener("online", () => this.#lookedAt());
    window.addEventListener("hashchange", () => this.#show(this.rooms.find(location.hash.slice(1))?.id ?? null));
  }

  get #room() {
    return this.rooms.find(this.#open);
  }

  #show(id) {
    this.#open = id;
    const room = this.#room;
    history.replaceState(null, "", room ? `#${id}` : "/");
    document.body.dataset.view = room ? "room" : "rooms";
    this.view.show(room, room && this.#conversation(id));
    this.#render();
    this.composer.open(room ? id : null);
    if (room) attempt(() => this.#conversation(id).catchUp()).then(() => this.#conversationChanged(id, { toEnd: true }));
  }

  #goBack() {
    const from = this.#open;
    this.#show(null);
    document.querySelector(`[data-room="${from}"]`)?.focus();
  }

  #step(by) {
    const { joined } = this.rooms;
    const place = joined.findIndex((room) => room.id === this.#open);
    const next = joined[(place + by + joined.length) % joined.length];
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
      this.#conversations.delete(room.id);
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
    if (!room || document.hidden || !this.#conversation(room.id).timeline.loaded) return;
    const wasUnread = room.unread_count > 0;
    room.unread_count = 0;
    this.#conversation(room.id).markRead({ wasUnread });
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
    const room = this.#room;
    const { unread } = this.rooms;
    document.title = `${unread > 0 ? `(${unread}) ` : ""}${room ? `${room.name} · ` : ""}${PROJECT}`;
    this.view.renderHeader(room);
    renderRooms(this.rooms, { open: this.#open, onOpen: ({ id }) => this.#show(id), onJoin: (each) => this.#join(each) });
  }

  // Everybody who is in a room with the user, as far as this page has seen them.
  #people() {
    const people = [...this.#conversations.values()].flatMap((conversation) => conversation.people);
    return [...new Map(people.map((person) => [person.id, person])).values()];
  }

  #conversation(id) {
    if (!this.#conversations.has(id)) this.#conversations.set(id, new Conversation(id));
    return this.#conversations.get(id);
  }
}
