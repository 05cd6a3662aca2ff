// What is known of a room: its messages, and who is there.

import { Presence } from "./presence.js";
import { request } from "./requests.js";
import { soon } from "./soon.js";
import { Timeline } from "./timeline.js";

const PAGE = 50;
const MOST_PAGES = 10;
const SHORTLY = 300;

export class Conversation {
  timeline = new Timeline();
  presence = new Presence();
  #readUntil = null;

  constructor(roomId) {
    this.roomId = roomId;
    this.path = `/rooms/${roomId}`;
  }

  get people() {
    return [...this.presence.here.values(), ...this.timeline.all.map(({ author }) => author)];
  }

  // Whether the last message has been marked as read here.
  get isRead() {
    return this.#readUntil !== null && this.#readUntil === this.timeline.last?.id;
  }

  // Page back from the newest message to the ones already shown, to include missed, edited and deleted ones.
  async catchUp() {
    const { timeline } = this;
    const known = timeline.ids;
    const first = timeline.first?.id;
    const items = [];
    let more = true;
    for (let count = 0; more && count < MOST_PAGES; count += 1) {
      const page = await this.#page(items.length > 0 ? { before: items.at(-1).id } : {});
      items.push(...page.items);
      more = page.next_cursor !== null;
      if (!timeline.loaded || (first && items.at(-1)?.id <= first)) break;
    }
    timeline.reconcile(items, { known, complete: !more || (first && items.at(-1)?.id <= first) });
    timeline.hasEarlier = more;
  }

  async showEarlier() {
    const page = await this.#page({ before: this.timeline.first.id });
    page.items.forEach((message) => this.timeline.put(message));
    this.timeline.hasEarlier = page.next_cursor !== null;
  }

  receive(name, data, { userId, onTypingEnd }) {
    const { presence, timeline } = this;
    if (name === "pusher_internal:member_added") presence.add(data);
    else if (name === "pusher_internal:member_removed") presence.remove(data.user_id);
    else if (name === "client-typing") presence.type(userId, onTypingEnd);
    else if (name === "message.deleted") timeline.remove(data.id);
    else if (name.startsWith("message.")) timeline.put(data);
    if (name === "message.created") presence.stopTyping(data.author.id);
  }

  markRead({ wasUnread }) {
    const last = this.timeline.last?.id;
    if (!last || (last === this.#readUntil && !wasUnread)) return;
    this.#readUntil = last;
    // It may fail if the message is deleted or the user leaves at this moment; the next message is counted anew.
    soon(`read ${this.roomId}`, SHORTLY, () => request("PUT", `${this.path}/read`, { message_id: last }).catch(() => {}));
  }

  #page(query) {
    return request("GET", `${this.path}/messages?${new URLSearchParams({ limit: PAGE, ...query })}`);
  }
}
