// Shows who is in a room, and who is typing.

import { avatar } from "./avatar.js";
import { element, find } from "./dom.js";

const SHOWN = 5;

export function renderPresence(presence) {
  const people = [...presence.here.values()];
  const shown = people.slice(0, SHOWN).map((user) => {
    return element("li", {}, avatar(user), element("span", { className: "hidden", textContent: user.name }));
  });
  const rest = people.length - shown.length;
  if (rest > 0) shown.push(element("li", { className: "rest quiet", textContent: `+${rest}` }));
  find("present").replaceChildren(...shown);
}

export function renderTyping(names) {
  const texts = ["", `${names[0]} is typing…`, `${names[0]} and ${names[1]} are typing…`];
  const text = texts[names.length] ?? "Several people are typing…";
  // It is read aloud each time it is set.
  if (find("typing").textContent !== text) find("typing").textContent = text;
}
