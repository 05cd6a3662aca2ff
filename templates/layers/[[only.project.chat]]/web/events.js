// What happens elsewhere: the channels that the page is subscribed to, and what their events change.

import { call } from "./api.js";
import { attempt } from "./attempt.js";
import { request } from "./requests.js";
import { Socket } from "./socket.js";
import { soon } from "./soon.js";
import { showStatus } from "./status.js";

const ROOM = "presence-room-";
const LIST = "private-rooms";
const SHORTLY = 200;

export class Events {
  #socket = null;
  #followed = new Set();

  // `onRooms()` when the list has changed; `onConversation(roomId, options)` when something in a room has.
  constructor({ user, rooms, conversations, onRooms, onConversation }) {
    Object.assign(this, { user, rooms, conversations, onRooms, onConversation });
  }

  async start() {
    const { key } = await request("GET", "/broadcasting/config");
    this.#socket = new Socket({ key, authorize, on: this.#on });
    this.#socket.subscribe(LIST);
    this.#socket.subscribe(`private-user-${this.user.id}`);
    this.follow();
    this.#socket.connect();
  }

  // Subscribes to the rooms that the user has joined, and to no others.
  follow() {
    const joined = new Set(this.rooms.joined.map(({ id }) => id));
    for (const id of joined) this.#socket?.subscribe(ROOM + id);
    for (const id of this.#followed) if (!joined.has(id)) this.#socket?.unsubscribe(ROOM + id);
    this.#followed = joined;
  }

  hurry() {
    this.#socket?.hurry();
  }

  announceTyping(roomId) {
    this.#socket?.send("client-typing", {}, ROOM + roomId);
  }

  #on = {
    connected: () => showStatus("live", ""),
    disconnected: () => showStatus("live", "Connecting…"),
    subscribed: (channel, presence) => {
      // What happened before is fetched after subscribing, so that there is no gap.
      this.#refreshSoon();
      if (channel.startsWith(ROOM)) this.#entered(channel.slice(ROOM.length), presence);
    },
    // A limit can refuse, too; then nothing has changed.
    refused: (channel, status) => [403, 404].includes(status) && this.#refreshSoon(),
    event: (name, channel, data, userId) => {
      if (channel.startsWith(ROOM)) this.#inRoom(channel.slice(ROOM.length), name, data, userId);
      else attempt(() => this.#inList(name, data));
    },
  };

  #refreshSoon() {
    soon("rooms", SHORTLY, () => attempt(() => this.rooms.refresh()).then(this.onRooms));
  }

  #entered(roomId, presence) {
    const conversation = this.conversations.of(roomId);
    conversation.presence.enter(presence);
    this.onConversation(roomId);
    if (conversation.timeline.loaded) attempt(() => conversation.catchUp()).then(() => this.onConversation(roomId));
  }

  #inRoom(roomId, name, data, userId) {
    const conversation = this.conversations.of(roomId);
    conversation.receive(name, data, { userId, onTypingEnd: () => this.onConversation(roomId) });
    this.onConversation(roomId, { toEnd: data.author?.id === this.user.id });
    if (["message.created", "message.deleted"].includes(name)) this.#count(roomId);
  }

  // How many messages are unread.
  #count(roomId) {
    if (this.rooms.find(roomId)?.unread_count === 0 && this.conversations.of(roomId).isRead) return;
    soon(`count ${roomId}`, SHORTLY, () => attempt(() => this.rooms.refreshOne(roomId)).then(this.onRooms));
  }

  async #inList(name, data) {
    if (name === "room.deleted") this.rooms.remove(data.id);
    else if (name.startsWith("room.")) this.rooms.merge(data);
    else if (name === "membership.created") await this.rooms.refreshOne(data.room_id);
    else if (name === "membership.deleted") this.rooms.leave(data.room_id);
    this.onRooms();
  }
}

async function authorize(socketId, channel) {
  const body = { socket_id: socketId, channel_name: channel };
  return (await call("POST", "/broadcasting/auth", { body })).content;
}
