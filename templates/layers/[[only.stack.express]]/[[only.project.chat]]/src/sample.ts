/** A room with a message to the guest. */

import { addGuest } from "./accounts/queries.ts";
import type { User } from "./accounts/schemas.ts";
import type { Database } from "./database/connect.ts";
import { say } from "./messages/queries.ts";
import { addMember, addRoom } from "./rooms/queries.ts";

const GREETINGS = [
  "Hello! This room is private: only the two of us are in it.",
  "Write something, open a second window, or make a public room and wait for others.",
];

/** Ada is a guest too, so she is deleted with the guest. */
export async function addSample(
  database: Database,
  guest: User,
): Promise<void> {
  const ada = await addGuest(database, "Ada");
  const name = `Welcome ${guest.email.replace("@guest.invalid", "")}`;
  const room = await addRoom(database, guest, {
    name,
    topic: "Try it out",
    private: true,
  });
  await addMember(database, room, ada.id);
  for (const greeting of GREETINGS) {
    await database
      .transaction()
      .execute((transaction) => say(transaction, room.id, ada, greeting));
  }
}
