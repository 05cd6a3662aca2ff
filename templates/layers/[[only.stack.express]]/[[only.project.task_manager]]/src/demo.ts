/** An example account that anyone can sign in to, with sample data. */

import { addUser, findUser } from "./accounts/queries.ts";
import type { Database } from "./database/connect.ts";
import { addSample } from "./sample.ts";

export const EMAIL = "demo@example.com";
export const PASSWORD = "correct horse battery staple";

/** Add it, unless it is there. */
export async function addDemo(database: Database): Promise<void> {
  if (await findUser(database, EMAIL)) {
    return;
  }
  await database.transaction().execute(async (transaction) => {
    const demo = { email: EMAIL, password: PASSWORD, name: "Demo" };
    const user = await addUser(transaction, demo);
    await addSample(transaction, user);
  });
}
