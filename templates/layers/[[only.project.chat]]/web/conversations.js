// The conversations of all rooms, which stay while another room is shown.

import { Conversation } from "./conversation.js";

export class Conversations {
  #conversations = new Map();

  of(roomId) {
    if (!this.#conversations.has(roomId)) this.#conversations.set(roomId, new Conversation(roomId));
    return this.#conversations.get(roomId);
  }

  drop(roomId) {
    this.#conversations.delete(roomId);
  }

  // Everybody who is in a room with the user, as far as this page has seen them.
  get people() {
    const people = [...this.#conversations.values()].flatMap((conversation) => conversation.people);
    return [...new Map(people.map((person) => [person.id, person])).values()];
  }
}
