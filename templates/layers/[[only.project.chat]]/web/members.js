// The dialog with the members of a room, in which members invite others.

import { call } from "./api.js";
import { avatar } from "./avatar.js";
import { openForm } from "./dialogs.js";
import { button, element, find } from "./dom.js";
import { everything } from "./paged.js";
import { request } from "./requests.js";

const SENT = "If this address has an account, its owner is a member now.";

// `known` are people whom the user can add to a private room by name.
export async function openMembers(room, { user, known }) {
  const dialog = find("members-dialog");
  const problem = dialog.querySelector(".problem");
  const path = `/rooms/${room.id}/members`;
  const refresh = async () => {
    const members = await everything(path);
    find("member-list").replaceChildren(...members.map((member) => row(member, { room, user, remove })));
    const others = known.filter(({ id }) => members.every((member) => member.id !== id));
    find("known-people").replaceChildren(...(room.private ? others : []).map(({ name }) => element("option", { value: name })));
  };
  const remove = async (member) => {
    try {
      await request("DELETE", `${path}/${member.id}`);
      await refresh();
      find("invited").textContent = `${member.name} was removed.`;
      // The button that had the focus is gone.
      dialog.querySelector("[name=invited]").focus();
    } catch (error) {
      problem.textContent = error.message;
    }
  };
  find("member-list").replaceChildren(element("li", { className: "quiet", textContent: "Loading…" }));
  find("invite-text").textContent = room.private ? "Invite by e-mail or name" : "Invite by e-mail";
  find("invited").textContent = "";
  openForm(dialog, async (form) => {
    find("invited").textContent = "";
    find("invited").textContent = await invite(room, form.elements.invited.value.trim(), known);
    form.reset();
    await refresh();
  });
  await refresh().catch((error) => (problem.textContent = error.message));
}

// Resolves to what to tell the user.
async function invite(room, text, known) {
  if (text.includes("@") || !room.private) {
    await call("POST", `/rooms/${room.id}/invitations`, { body: { email: text } });
    return SENT;
  }
  const found = known.filter(({ name }) => name.toLowerCase() === text.toLowerCase());
  if (found.length === 0) throw new Error("Nobody in your rooms has this name. Use their e-mail address.");
  if (found.length > 1) throw new Error("Several people have this name. Use an e-mail address.");
  await request("PUT", `/rooms/${room.id}/members/${found[0].id}`);
  return `${found[0].name} is a member now.`;
}

function row(member, { room, user, remove }) {
  const isMe = member.id === user.id;
  const canRemove = room.created_by === user.id && !isMe;
  return element(
    "li",
    {},
    avatar(member),
    element("span", { className: "content", dir: "auto", textContent: member.name }),
    isMe ? element("span", { className: "quiet", textContent: "You" }) : null,
    canRemove ? button("Remove", () => remove(member), { "aria-label": `Remove ${member.name}` }) : null,
  );
}
