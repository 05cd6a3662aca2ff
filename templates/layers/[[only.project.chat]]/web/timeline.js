// The messages of a room, each once, in the order of their ids, wherever they come from.

export class Timeline {
  #messages = new Map();
  #deleted = new Set();
  loaded = false;
  hasEarlier = false;

  get all() {
    return [...this.#messages.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  get first() {
    return this.all[0] ?? null;
  }

  get last() {
    return this.all.at(-1) ?? null;
  }

  // An event and a list may overtake each other: the later edit stays, and what was deleted does not come back.
  put(message) {
    const known = this.#messages.get(message.id);
    if (this.#deleted.has(message.id) || (known?.edited_at ?? "") > (message.edited_at ?? "")) return;
    this.#messages.set(message.id, message);
  }

  remove(id) {
    this.#deleted.add(id);
    this.#messages.delete(id);
  }

  // Take over a complete list of the newest messages. `known` are the ids from before it was asked for: what was
  // known then and is missing now has been deleted.
  reconcile(items, { known, complete }) {
    const oldest = items.at(-1)?.id ?? "";
    const found = new Set(items.map((message) => message.id));
    for (const id of known) {
      const isOlder = id < oldest;
      if (isOlder ? !complete : !found.has(id)) this.#messages.delete(id);
    }
    items.forEach((message) => this.put(message));
    this.loaded = true;
  }

  get ids() {
    return [...this.#messages.keys()];
  }
}
