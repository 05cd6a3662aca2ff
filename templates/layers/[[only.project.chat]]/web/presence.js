// Who is in a room, and who is typing.

const TYPING = 4000;

export class Presence {
  here = new Map();
  #typing = new Map();

  enter({ ids, hash }) {
    this.here = new Map(ids.map((id) => [id, { id, name: hash[id].name }]));
  }

  add({ user_id: id, user_info: { name } }) {
    this.here.set(id, { id, name });
  }

  remove(id) {
    this.here.delete(id);
    this.#typing.delete(id);
  }

  // Typing ends after a timeout, or when the message arrives.
  type(id, onEnd) {
    this.#typing.set(id, Date.now() + TYPING);
    setTimeout(onEnd, TYPING + 50);
  }

  stopTyping(id) {
    this.#typing.delete(id);
  }

  typists(user) {
    const isTyping = ({ id }) => id !== user.id && (this.#typing.get(id) ?? 0) > Date.now();
    return [...this.here.values()].filter(isTyping).map(({ name }) => name);
  }
}
