// The rooms that the user can see.

import { everything } from "./paged.js";
import { request } from "./requests.js";

export class Rooms {
  loaded = false;
  #rooms = new Map();
  #changes = 0;

  get all() {
    return [...this.#rooms.values()].sort((one, other) => one.name.localeCompare(other.name));
  }

  get joined() {
    return this.all.filter(isJoined);
  }

  get others() {
    return this.all.filter((room) => !isJoined(room));
  }

  get unread() {
    return this.joined.reduce((sum, room) => sum + room.unread_count, 0);
  }

  // With unread messages, if there is such a room.
  get first() {
    const { joined } = this;
    return joined.find((room) => room.unread_count > 0) ?? joined[0];
  }

  // The room before (-1) or after (1) another one.
  beside(id, by) {
    const { joined } = this;
    const place = joined.findIndex((room) => room.id === id);
    return joined[(place + by + joined.length) % joined.length];
  }

  // A room that the user has joined.
  find(id) {
    const room = this.#rooms.get(id);
    return room && isJoined(room) ? room : undefined;
  }

  async refresh() {
    let before;
    let rooms;
    // An event during the request may be newer than its response.
    do {
      before = this.#changes;
      rooms = await everything("/rooms");
    } while (before !== this.#changes);
    this.#rooms = new Map(rooms.map((room) => [room.id, room]));
    this.loaded = true;
  }

  async refreshOne(id) {
    try {
      this.merge(await request("GET", `/rooms/${id}`));
    } catch (problem) {
      if (problem.status !== 404) throw problem;
      this.remove(id);
    }
  }

  // Rooms in events have no `unread_count`, as it depends on the reader.
  merge(room) {
    this.#changes += 1;
    this.#rooms.set(room.id, { unread_count: null, ...this.#rooms.get(room.id), ...room });
  }

  leave(id) {
    const room = this.#rooms.get(id);
    if (!room) return;
    if (room.private) this.remove(id);
    else this.merge({ id, unread_count: null });
  }

  remove(id) {
    this.#changes += 1;
    this.#rooms.delete(id);
  }
}

function isJoined(room) {
  return room.unread_count !== null;
}
