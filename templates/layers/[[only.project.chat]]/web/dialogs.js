// Dialogs: a new room, and the members of one.

import { call, pages } from "./api.js";
import { find } from "./dom.js";
import { renderMembers } from "./people.js";

for (const each of document.querySelectorAll("[data-close]")) {
  each.addEventListener("click", () => each.closest("dialog").close());
}

export function openNewRoom(onMade) {
  const dialog = find("room-dialog");
  open(dialog, async (form) => {
    const { name, topic } = Object.fromEntries(new FormData(form));
    const room = { name, topic: topic || null, private: form.elements.private.checked };
    const made = await call("POST", "/rooms", room);
    // Closing returns the focus to the opener first, then the new room takes it.
    dialog.close();
    await onMade(made);
  });
}

export async function openMembers(room, me) {
  const dialog = find("members-dialog");
  const path = `/rooms/${room.id}/members`;
  const refresh = async () => {
    const { items } = await pages(path, { limit: 100 });
    const remove = async (member) => {
      await call("DELETE", `${path}/${member.id}`);
      await refresh();
    };
    renderMembers(dialog.querySelector(".people"), items, { me, remove: room.created_by === me.id && remove });
  };
  find("add-member").hidden = !room.private;
  dialog.querySelector("[type=submit]").hidden = !room.private;
  open(dialog, async (form) => {
    await call("PUT", `${path}/${encodeURIComponent(form.elements.user.value.trim())}`);
    form.reset();
    await refresh();
  });
  await refresh();
}

// `act(form)` runs on each submit; the dialog shows its errors.
function open(dialog, act) {
  const form = dialog.querySelector("form");
  const problem = dialog.querySelector(".problem");
  form.reset();
  problem.textContent = "";
  form.onsubmit = async (event) => {
    event.preventDefault();
    try {
      await act(form);
    } catch (error) {
      problem.textContent = error.status ? error.message : "The server is unavailable. Try again.";
    }
  };
  dialog.showModal();
}
