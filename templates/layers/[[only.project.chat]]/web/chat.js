// The live rooms of one user: REST for stored data, the socket for events.

import { call, pages } from "./api.js";
import { avatar, element, find } from "./dom.js";
import { renderMessages } from "./messages.js";
import { Outbox } from "./outbox.js";
import { Presence, renderPresence, renderTyping } from "./people.js";
import { openMembers, openNewRoom } from "./dialogs.js";
import { renderRooms } from "./rooms.js";
import { Socket } from "./socket.js";
import { Timeline } from "./timeline.js";

const PROJECT = document.title;
const PREFIX = "presence-room-";
const PAGE = 50;
const MOST_PAGES = 10;
const TYPING_EVERY = 2000;
const ROOMS_EVERY = 10_000;

export class Chat {
  #rooms = [];
  #timelines = new Map();
  #presences = new Map();
  #open = null;
  #editing = { id: null, body: "" };
  #typedAt = 0;
  #ending = new AbortController();

  constructor(me, { onSignedOut }) {
    this.me = me;
    this.onSignedOut = onSignedOut;
    this.outbox = new Outbox({
      onChange: (roomId) => roomId === this.#open && this.#renderMessages({ toEnd: true }),
      onSent: (message) => this.#timeline(message.room_id).put(message),
      onRefused: (entry, problem) => this.#say(`Not sent: ${problem.message}`),
    });
  }

  async start() {
    find("me").replaceChildren(avatar(this.me), element("span", { dir: "auto", textContent: this.me.name }));
    this.#listen();
    this.#show(null);
    await this.#try(async () => {
      const { key } = await call("GET", "/broadcasting/config");
      if (this.#ending.signal.aborted) return;
      this.socket = new Socket({ key, authorize: this.#authorize, on: this.#on });
      this.socket.connect();
      await this.#refreshRooms();
    });
  }

  stop() {
    this.#ending.abort();
    this.socket?.close();
    clearInterval(this.refreshing);
    this.#rooms = [];
    this.#show(null);
  }

  // The socket

  #authorize = (socketId, channel) => call("POST", "/broadcasting/auth", { socket_id: socketId, channel_name: channel });

  #on = {
    connected: () => {
      this.#say("");
      this.#soon("rooms", 200, () => this.#refreshRooms());
    },
    disconnected: () => {
      if (!this.#ending.signal.aborted) this.#say("Connecting…");
    },
    subscribed: (channel, presence) => {
      const roomId = channel.slice(PREFIX.length);
      this.#presence(roomId).enter(presence);
      // Fetch the missed messages after subscribing, so that there is no gap.
      if (roomId === this.#open) this.#catchUp(roomId);
      this.#soon("rooms", 200, () => this.#refreshRooms());
      this.#renderPeople();
    },
    refused: (channel) => {
      if (channel.slice(PREFIX.length) === this.#open) this.#show(null);
      this.#refreshRooms();
    },
    event: (name, channel, data, userId) => this.#happened(name, channel.slice(PREFIX.length), data, userId),
  };

  #happened(name, roomId, data, userId) {
    const presence = this.#presence(roomId);
    const timeline = this.#timeline(roomId);
    if (name === "pusher_internal:member_added") presence.add(data);
    else if (name === "pusher_internal:member_removed") presence.remove(data.user_id);
    else if (name === "client-typing") presence.type(userId, () => this.#renderPeople());
    else if (name === "message.deleted") timeline.remove(data.id);
    else if (name.startsWith("message.")) timeline.put(data);
    if (name === "message.created") {
      presence.stopTyping(data.author.id);
      if (roomId === this.#open && !document.hidden) this.#markRead(roomId);
      else this.#soon("rooms", 300, () => this.#refreshRooms());
    }
    if (roomId !== this.#open) return;
    if (name.startsWith("message.")) this.#renderMessages({ toEnd: data.author?.id === this.me.id });
    this.#renderPeople();
  }

  // Rooms

  #refreshRooms() {
    return this.#try(async () => {
      this.#rooms = (await pages("/rooms", { limit: 100 }, MOST_PAGES)).items;
      for (const room of this.#joined()) this.socket?.subscribe(PREFIX + room.id);
      const shown = this.#room(this.#open);
      if (this.#open && !shown) this.#show(null);
      // Visible messages count as read, even if the server does not know yet.
      if (shown && !document.hidden) shown.unread_count = 0;
      this.#renderRooms();
    });
  }

  #join = (room) =>
    this.#try(async () => {
      await call("PUT", `/rooms/${room.id}/members/${this.me.id}`);
      await this.#refreshRooms();
      this.#show(room.id);
    });

  async #leave() {
    const room = this.#room(this.#open);
    if (!room || !window.confirm(`Leave ${room.name}?`)) return;
    await this.#try(async () => {
      await call("DELETE", `/rooms/${room.id}/members/${this.me.id}`);
      this.socket?.unsubscribe(PREFIX + room.id);
      this.#timelines.delete(room.id);
      this.#show(null);
      await this.#refreshRooms();
    });
  }

  #show(roomId) {
    this.#open = roomId;
    this.#editing.id = null;
    const room = this.#room(roomId);
    find("room").hidden = !room;
    find("nothing").hidden = Boolean(room);
    document.title = room ? `${room.name} · ${PROJECT}` : PROJECT;
    this.#renderRooms();
    if (!room) {
      if (document.body.dataset.view === "room") document.body.dataset.view = "rooms";
      return;
    }
    document.body.dataset.view = "room";
    find("room-name").textContent = room.name;
    find("room-topic").textContent = room.topic ?? "";
    this.#renderMessages({ toEnd: true });
    this.#renderPeople();
    this.#catchUp(roomId);
    find("words").focus();
  }

  #goBack() {
    const from = this.#open;
    this.#show(null);
    document.querySelector(`[data-room="${from}"]`)?.focus();
  }

  #step(by) {
    const joined = this.#joined();
    const place = joined.findIndex((room) => room.id === this.#open);
    const next = joined[(place + by + joined.length) % joined.length];
    if (next) this.#show(next.id);
  }

  // Messages

  // Page back from the newest message to the ones already shown, to include missed, edited and deleted ones.
  #catchUp(roomId) {
    return this.#try(async () => {
      const timeline = this.#timeline(roomId);
      const known = timeline.ids;
      const first = timeline.first?.id;
      const path = `/rooms/${roomId}/messages`;
      const items = [];
      let more = true;
      for (let count = 0; more && count < MOST_PAGES; count += 1) {
        const before = items.length > 0 ? { before: items.at(-1).id } : {};
        const page = await call("GET", `${path}?${new URLSearchParams({ limit: PAGE, ...before })}`);
        items.push(...page.items);
        more = page.next_cursor !== null;
        if (!timeline.loaded || (first && items.at(-1)?.id <= first)) break;
      }
      timeline.reconcile(items, { known, complete: !more || (first && items.at(-1)?.id <= first) });
      timeline.hasEarlier = more;
      if (roomId === this.#open) {
        this.#renderMessages({ toEnd: true });
        if (!document.hidden) this.#markRead(roomId);
      }
    });
  }

  #showEarlier() {
    const roomId = this.#open;
    const timeline = this.#timeline(roomId);
    return this.#try(async () => {
      const query = new URLSearchParams({ limit: PAGE, before: timeline.first.id });
      const page = await call("GET", `/rooms/${roomId}/messages?${query}`);
      page.items.forEach((message) => timeline.put(message));
      timeline.hasEarlier = page.next_cursor !== null;
      const log = find("log");
      const fromEnd = log.scrollHeight - log.scrollTop;
      this.#renderMessages({});
      log.scrollTop = log.scrollHeight - fromEnd;
    });
  }

  #edit = (message, body) =>
    this.#try(async () => {
      if (body.trim() && body !== message.body) {
        this.#timeline(message.room_id).put(await call("PATCH", `/messages/${message.id}`, { body }));
      }
      this.#stopEditing();
    });

  #remove = (message) =>
    this.#try(async () => {
      if (!window.confirm("Delete this message for everyone?")) return;
      await call("DELETE", `/messages/${message.id}`);
      this.#timeline(message.room_id).remove(message.id);
      this.#renderMessages({});
    });

  #startEditing = (message) => {
    this.#editing = { id: message.id, body: message.body };
    this.#renderMessages({});
  };

  #stopEditing = () => {
    this.#editing.id = null;
    this.#renderMessages({});
    find("words").focus();
  };

  #markRead(roomId) {
    const last = this.#timeline(roomId).last;
    const room = this.#room(roomId);
    if (!last || !room) return;
    room.unread_count = 0;
    this.#renderRooms();
    this.#soon(`read ${roomId}`, 300, () =>
      this.#try(() => call("PUT", `/rooms/${roomId}/read`, { message_id: this.#timeline(roomId).last?.id })),
    );
  }

  // User actions

  #listen() {
    const { signal } = this.#ending;
    const on = (target, event, act) => target.addEventListener(event, act, { signal });
    on(find("composer"), "submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    on(find("words"), "keydown", (event) => this.#typed(event));
    on(find("words"), "input", () => this.#announceTyping());
    on(find("earlier"), "click", () => this.#showEarlier());
    on(find("leave"), "click", () => this.#leave());
    on(find("back"), "click", () => this.#goBack());
    on(find("members"), "click", () => openMembers(this.#room(this.#open), this.me));
    on(find("new-room"), "click", () => openNewRoom(async (room) => {
      await this.#refreshRooms();
      this.#show(room.id);
    }));
    on(document, "keydown", (event) => {
      if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
      event.preventDefault();
      this.#step(event.key === "ArrowUp" ? -1 : 1);
    });
    on(document, "visibilitychange", () => this.#lookedAt());
    on(window, "online", () => this.#lookedAt());
    this.refreshing = setInterval(() => !document.hidden && this.#refreshRooms(), ROOMS_EVERY);
  }

  #lookedAt() {
    if (document.hidden) return;
    this.socket?.hurry();
    this.outbox.flush();
    if (this.#open) this.#markRead(this.#open);
    this.#refreshRooms();
  }

  #typed(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "ArrowUp" && !event.altKey && find("words").value === "") {
      const mine = this.#timeline(this.#open).all.findLast((message) => message.author.id === this.me.id);
      if (!mine) return;
      event.preventDefault();
      this.#startEditing(mine);
    }
  }

  #send() {
    const words = find("words");
    if (!words.value.trim()) return;
    this.outbox.add(this.#open, words.value);
    words.value = "";
    this.#typedAt = 0;
  }

  #announceTyping() {
    if (Date.now() - this.#typedAt < TYPING_EVERY || !find("words").value) return;
    this.#typedAt = Date.now();
    this.socket?.send("client-typing", {}, PREFIX + this.#open);
  }

  // Rendering

  #renderRooms() {
    const place = { joined: find("joined"), others: find("others"), title: find("others-title") };
    const actions = { open: (room) => this.#show(room.id), join: this.#join };
    renderRooms(place, { rooms: this.#rooms, open: this.#open, actions });
  }

  #renderMessages({ toEnd = false }) {
    if (!this.#open) return;
    const log = find("log");
    const wasAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
    const timeline = this.#timeline(this.#open);
    renderMessages(find("messages"), {
      messages: timeline.all,
      waiting: this.outbox.of(this.#open),
      me: this.me,
      editing: this.#editing,
      actions: {
        startEditing: this.#startEditing,
        stopEditing: this.#stopEditing,
        edit: this.#edit,
        remove: this.#remove,
      },
    });
    find("earlier").hidden = !timeline.hasEarlier;
    if (toEnd || wasAtEnd) log.scrollTop = log.scrollHeight;
    find("messages").querySelector(".editing textarea")?.focus();
  }

  #renderPeople() {
    if (!this.#open) return;
    const presence = this.#presence(this.#open);
    renderPresence(presence);
    renderTyping(presence.typists(this.me));
  }

  #say(text) {
    find("connection").textContent = text;
  }

  // Internals

  #joined() {
    return this.#rooms.filter((room) => room.unread_count !== null);
  }

  #room(id) {
    return this.#joined().find((room) => room.id === id);
  }

  #timeline(roomId) {
    if (!this.#timelines.has(roomId)) this.#timelines.set(roomId, new Timeline());
    return this.#timelines.get(roomId);
  }

  #presence(roomId) {
    if (!this.#presences.has(roomId)) this.#presences.set(roomId, new Presence());
    return this.#presences.get(roomId);
  }

  // Debounced: runs once, a little later.
  #pending = new Map();

  #soon(name, milliseconds, act) {
    clearTimeout(this.#pending.get(name));
    this.#pending.set(name, setTimeout(() => this.#ending.signal.aborted || act(), milliseconds));
  }

  async #try(act) {
    try {
      await act();
    } catch (problem) {
      if (this.#ending.signal.aborted) return;
      if (problem.status === 401) this.onSignedOut();
      else if (problem.status) this.#say(problem.message);
    }
  }
}
