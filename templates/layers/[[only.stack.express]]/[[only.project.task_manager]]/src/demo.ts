/** An example account that anyone can sign in to, with sample data. */

import { addUser, findUser } from "./accounts/queries.ts";
import { addSample } from "./sample.ts";
import type { UserServices } from "./services.ts";

export const EMAIL = "demo@example.com";
/** They have to be free. */
export const NAMES = [EMAIL];
export const PASSWORD = "correct horse battery staple";

/** Add it, unless it is there. */
export async function addDemo({
  database,
  passwords,
}: UserServices): Promise<void> {
  const found = await findUser(database, EMAIL);
  if (found && (await passwords.match(PASSWORD, found.password_hash))) {
    return;
  }
  await database.transaction().execute(async (transaction) => {
    const demo = { email: EMAIL, password: PASSWORD, name: "Demo" };
    const services = { database: transaction, passwords };
    const user = await addUser(services, demo);
    await addSample(services, user);
  });
}
