/** Two people and a room they talk in. */

import { addUser, findUser } from "./accounts/queries.ts";
import { addMessage } from "./messages/queries.ts";
import { addMember } from "./rooms/member-queries.ts";
import { insertRoom } from "./rooms/queries.ts";
import type { UserServices } from "./services.ts";

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

/** They have to be free. */
export const NAMES = [ADA, GRACE, "general", "random"];

/** Add them, unless they are there. */
export async function addDemo({
  database,
  passwords,
}: UserServices): Promise<void> {
  const found = await findUser(database, ADA);
  if (found && (await passwords.match(PASSWORD, found.password_hash))) {
    return;
  }
  await database.transaction().execute(async (transaction) => {
    const services = { database: transaction, passwords };
    const Ada = await addPerson(services, "Ada", ADA);
    const Grace = await addPerson(services, "Grace", GRACE);
    const people = { Ada, Grace };
    const [topic, quiet] = ["Everything and nothing", { topic: null }];
    const general = { name: "general", topic, private: false };
    const random = { name: "random", private: false, ...quiet };
    const room = await insertRoom(transaction, Ada, general);
    await insertRoom(transaction, Grace, random);
    await addMember(transaction, room, Grace.id);
    for (const [name, body] of CONVERSATION) {
      await addMessage(transaction, room.id, people[name], body);
    }
  });
}

function addPerson(services: UserServices, name: string, email: string) {
  return addUser(services, { email, name, password: PASSWORD });
}
