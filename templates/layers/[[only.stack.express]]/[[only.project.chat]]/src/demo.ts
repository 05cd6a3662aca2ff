/** Two people and a room they talk in. */

import { addUser, findUser } from "./accounts/queries.ts";
import type { Database } from "./database/connect.ts";
import { say } from "./messages/queries.ts";
import { addMember, addRoom } from "./rooms/queries.ts";

const ADA = "ada@example.com";
const GRACE = "grace@example.com";
export const EMAIL = `${ADA} or ${GRACE}`;
export const PASSWORD = "correct horse battery staple";

const CONVERSATION = [
  ["Ada", "Is this thing on?"],
  ["Grace", "Loud and clear 👋"],
  [
    "Ada",
    "Open a second window, sign in as the other one of us, and type something.",
  ],
  [
    "Grace",
    "Then restart the server while we talk. Nothing gets lost, nothing arrives twice.",
  ],
] as const;

/** Add them, unless they are there. */
export async function addDemo(database: Database): Promise<void> {
  if (await findUser(database, ADA)) {
    return;
  }
  const Ada = await addPerson(database, "Ada", ADA);
  const Grace = await addPerson(database, "Grace", GRACE);
  const people = { Ada, Grace };
  const [topic, quiet] = ["Everything and nothing", { topic: null }];
  const general = { name: "general", topic, private: false };
  const room = await addRoom(database, Ada, general);
  await addRoom(database, Grace, { name: "random", private: false, ...quiet });
  await addMember(database, room, Grace.id);
  for (const [name, body] of CONVERSATION) {
    await database
      .transaction()
      .execute((transaction) => say(transaction, room.id, people[name], body));
  }
}

function addPerson(database: Database, name: string, email: string) {
  return addUser(database, { email, name, password: PASSWORD });
}
