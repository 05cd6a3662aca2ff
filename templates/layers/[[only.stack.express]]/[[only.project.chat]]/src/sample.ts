/** A room with a message to the guest. */

import { addGuest } from "./accounts/queries.ts";
import type { User } from "./accounts/schemas.ts";
import { addMessage } from "./messages/queries.ts";
import { addMember } from "./rooms/member-queries.ts";
import { addRoom } from "./rooms/queries.ts";
import type { UserServices } from "./services.ts";

const GREETINGS = [
  "Hello! This room is private: only the two of us are in it.",
  "Write something, open a second window, or make a public room and wait for others.",
];

/** Ada is a guest too, so she is deleted with the guest. */
export async function addSample(
  services: UserServices,
  guest: User,
): Promise<void> {
  const { database } = services;
  const ada = await addGuest(services, "Ada");
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
      .execute((transaction) =>
        addMessage(transaction, room.id, ada, greeting),
      );
  }
}
