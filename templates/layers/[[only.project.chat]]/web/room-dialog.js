// The dialog in which a room is created, renamed or deleted.

import { call } from "./api.js";
import { attempt } from "./attempt.js";
import { askToDeleteRoom } from "./confirm.js";
import { openForm } from "./dialogs.js";
import { find } from "./dom.js";
import { request } from "./requests.js";

// `room` is null for a new one. `onDone` gets the room, or null if it was deleted.
export function openRoomDialog(room, onDone) {
  const dialog = find("room-dialog");
  const { name, topic, private: isPrivate } = dialog.querySelector("form").elements;
  openForm(dialog, async () => {
    const values = { name: name.value, topic: topic.value || null };
    const saved = room
      ? await request("PATCH", `/rooms/${room.id}`, values)
      : (await call("POST", "/rooms", { body: { ...values, private: isPrivate.checked } })).content;
    // Closing returns the focus to the opener first, then a new room takes it.
    dialog.close();
    await onDone(saved);
  });
  name.value = room?.name ?? "";
  topic.value = room?.topic ?? "";
  find("private-field").hidden = Boolean(room);
  find("room-dialog-title").textContent = room ? "Room settings" : "New room";
  find("room-save").textContent = room ? "Save" : "Create room";
  find("room-delete").hidden = !room;
  find("room-delete").onclick = async () => {
    if (!(await askToDeleteRoom(room))) return;
    dialog.close();
    await attempt(async () => {
      await request("DELETE", `/rooms/${room.id}`);
      onDone(null);
    });
  };
}
