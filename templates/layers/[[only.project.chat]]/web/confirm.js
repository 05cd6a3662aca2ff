// Asks before something that cannot be undone.

import { find } from "./dom.js";

const YES = "yes";

export function askToLeave({ name, private: isPrivate }) {
  const text = isPrivate ? "Only a member can bring you back." : "You can join again at any time.";
  return ask({ title: `Leave “${name}”?`, text, action: "Leave" });
}

export function askToDelete() {
  return ask({ title: "Delete this message?", text: "It is deleted for everyone.", action: "Delete" });
}

export function askToDeleteRoom({ name }) {
  return ask({ title: `Delete “${name}”?`, text: "Its messages are deleted for everyone.", action: "Delete" });
}

function ask({ title, text, action }) {
  const dialog = find("confirm-dialog");
  find("confirm-title").textContent = title;
  find("confirm-text").textContent = text;
  find("confirm-yes").textContent = action;
  find("confirm-yes").value = YES;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.onclose = () => resolve(dialog.returnValue === YES);
  });
}
