// The people in a room: who is present, who is typing, and all members.

import { avatar, button, element, find } from "./dom.js";

const SHOWN = 5;
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

  typists(me) {
    const isTyping = ({ id }) => id !== me.id && (this.#typing.get(id) ?? 0) > Date.now();
    return [...this.here.values()].filter(isTyping).map(({ name }) => name);
  }
}

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
  const said = { 0: "", 1: `${names[0]} is typing…`, 2: `${names[0]} and ${names[1]} are typing…` };
  find("typing").textContent = said[names.length] ?? "Several people are typing…";
}

// `remove` is set if the user may remove others.
export function renderMembers(list, members, { me, remove }) {
  list.replaceChildren(
    ...members.map((member) =>
      element(
        "li",
        {},
        avatar(member),
        element(
          "div",
          { className: "content" },
          element("span", { dir: "auto", textContent: member.name }),
          member.id === me.id ? element("code", { textContent: member.id }) : null,
        ),
        remove && member.id !== me.id
          ? button("Remove", () => remove(member), { "aria-label": `Remove ${member.name}` })
          : null,
      ),
    ),
  );
}
