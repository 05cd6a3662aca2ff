// The messages of a room, without duplicates, in the order of their ids.

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

  // Events and lists may arrive out of order: keep the later edit, and never restore deleted messages.
  put(message) {
    const known = this.#messages.get(message.id);
    if (this.#deleted.has(message.id) || (known?.edited_at ?? "") > (message.edited_at ?? "")) return;
    this.#messages.set(message.id, message);
  }

  remove(id) {
    this.#deleted.add(id);
    this.#messages.delete(id);
  }

  // Apply a complete list of the newest messages. `known` are the ids from before the request: messages that were
  // known then and are missing now have been deleted.
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
