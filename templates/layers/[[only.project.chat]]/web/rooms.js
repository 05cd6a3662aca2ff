// The list of rooms.

import { button, element } from "./dom.js";

// `actions` has open(room) and join(room).
export function renderRooms({ joined, others, title }, { rooms, open, actions }) {
  const mine = rooms.filter((room) => room.unread_count !== null);
  const foreign = rooms.filter((room) => room.unread_count === null);
  const focused = document.activeElement?.dataset.room;
  joined.replaceChildren(...mine.map((room) => joinedRoom(room, room.id === open, actions)));
  others.replaceChildren(...foreign.map((room) => otherRoom(room, actions)));
  title.hidden = foreign.length === 0;
  if (focused) document.querySelector(`[data-room="${focused}"]`)?.focus();
}

function joinedRoom(room, isOpen, actions) {
  const unread = room.unread_count;
  const badge = element("span", { className: "badge", textContent: unread > 99 ? "99+" : unread });
  const made = element(
    "button",
    { type: "button", className: "entry", onclick: () => actions.open(room), "data-room": room.id },
    element("span", { className: "mark", textContent: room.private ? "🔒" : "#", "aria-hidden": "true" }),
    element("span", { className: "name", dir: "auto", textContent: room.name }),
    unread > 0 ? badge : null,
    unread > 0 ? element("span", { className: "hidden", textContent: "unread" }) : null,
  );
  if (isOpen) made.setAttribute("aria-current", "true");
  return element("li", {}, made);
}

function otherRoom(room, actions) {
  return element(
    "li",
    { className: "entry" },
    element("span", { className: "mark", textContent: "#", "aria-hidden": "true" }),
    element("span", { className: "name", dir: "auto", textContent: room.name, title: room.topic ?? "" }),
    button("Join", () => actions.join(room), { "aria-label": `Join ${room.name}`, "data-room": room.id }),
  );
}
