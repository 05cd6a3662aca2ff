// The list of rooms: those of the user, and those to join.

import { button, element, find } from "./dom.js";
import { icon } from "./icons.js";

export function renderRooms({ joined, others, loaded }, { open, onOpen, onJoin }) {
  const focused = document.activeElement?.dataset.room;
  const none = element("li", { className: "quiet", textContent: loaded ? "You have not joined a room yet." : "Loading…" });
  const mine = joined.map((room) => joinedRoom(room, { isOpen: room.id === open, onOpen }));
  find("joined").replaceChildren(...(mine.length > 0 ? mine : [none]));
  find("others").replaceChildren(...others.map((room) => otherRoom(room, onJoin)));
  find("others-title").hidden = others.length === 0;
  if (focused) document.querySelector(`[data-room="${focused}"]`)?.focus();
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
