// A list that is fetched page by page.

import { call } from "./api.js";
import { untilAnswered } from "./connection.js";

const PAGE = 20;
const LARGEST = 100;

export class Paged {
  items = [];
  hasMore = true;
  #cursor = null;

  // `query` is a list of pairs, as a parameter may be repeated.
  constructor(path, query, signal) {
    Object.assign(this, { path, query, signal });
  }

  async next(limit = PAGE) {
    const query = new URLSearchParams([...this.query, ["limit", limit], ...(this.#cursor ? [["cursor", this.#cursor]] : [])]);
    const read = () => call("GET", `${this.path}?${query}`, { signal: this.signal });
    const { content } = await untilAnswered(read, this.signal);
    this.items.push(...content.items);
    this.#cursor = content.next_cursor;
    this.hasMore = this.#cursor !== null;
  }

  // The same list as it is now, at least as far as it was read.
  async again() {
    const fresh = new Paged(this.path, this.query, this.signal);
    do await fresh.next(Math.min(LARGEST, Math.max(PAGE, this.items.length - fresh.items.length)));
    while (fresh.hasMore && fresh.items.length < this.items.length);
    return fresh;
  }
}

export async function everything(path, signal) {
  const list = new Paged(path, [], signal);
  while (list.hasMore) await list.next(LARGEST);
  return list.items;
}
