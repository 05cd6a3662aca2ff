// The list of rooms: those of the user, and those to join.

import { button, element, find } from "./dom.js";
import { icon } from "./icons.js";
import { Rows } from "./rows.js";

export class RoomList {
  #joined = new Rows(find("joined"));
  #others = new Rows(find("others"));

  // `onOpen(room)` and `onJoin(room)`, when the user chooses one.
  constructor({ onOpen, onJoin }) {
    Object.assign(this, { onOpen, onJoin });
  }

  // `open` is the id of the room that is shown.
  render({ joined, others, loaded }, open) {
    const focused = document.activeElement?.dataset.room;
    const text = loaded ? "You have not joined a room yet." : "Loading…";
    const none = { key: text, draw: () => element("li", { className: "quiet", textContent: text }) };
    this.#joined.render(joined.length > 0 ? joined.map((room) => this.#joinedRow(room, room.id === open)) : [none]);
    this.#others.render(others.map((room) => this.#otherRow(room)));
    find("others-title").hidden = others.length === 0;
    if (focused && !document.activeElement.dataset.room) document.querySelector(`[data-room="${focused}"]`)?.focus();
  }

  #joinedRow(room, isOpen) {
    const version = JSON.stringify([room.name, room.private, room.unread_count, isOpen]);
    return { key: room.id, version, draw: () => joinedRoom(room, { isOpen, onOpen: this.onOpen }) };
  }

  #otherRow(room) {
    const version = JSON.stringify([room.name, room.topic]);
    return { key: room.id, version, draw: () => otherRoom(room, this.onJoin) };
  }
}

function joinedRoom(room, { isOpen, onOpen }) {
  const unread = room.unread_count;
  const made = element(
    "button",
    { type: "button", className: "entry", onclick: () => onOpen(room), "data-room": room.id },
    icon(room.private ? "lock" : "hash"),
    element("span", { className: "name", dir: "auto", textContent: room.name }),
    unread > 0 ? element("span", { className: "badge", textContent: unread > 99 ? "99+" : unread }) : null,
    unread > 0 ? element("span", { className: "hidden", textContent: "unread" }) : null,
    room.private ? element("span", { className: "hidden", textContent: "private" }) : null,
  );
  if (isOpen) made.setAttribute("aria-current", "true");
  return element("li", {}, made);
}

function otherRoom(room, onJoin) {
  return element(
    "li",
    { className: "entry" },
    icon("hash"),
    element("span", { className: "name", dir: "auto", textContent: room.name, title: room.topic ?? "" }),
    button("Join", () => onJoin(room), { "aria-label": `Join ${room.name}`, "data-room": room.id }),
  );
}
