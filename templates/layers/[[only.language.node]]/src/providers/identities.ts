/** Which account a person at a provider signs in to: found by issuer and subject, never by e-mail. */

import { addAccount } from "../accounts/from-providers.ts";
import { Email } from "../accounts/schemas.ts";
import type { Database } from "../database/connect.ts";
import { isDuplicate, isOrphan } from "../database/errors.ts";
import { lockForUpdate } from "../database/locks.ts";
import { Conflict, LastWayIn } from "../failures.ts";
import type { UserServices } from "../services.ts";
import type { Person } from "./clients.ts";

/** `code` is for the page. */
export class Refused extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** The account that is linked to this person, or a new one. */
export async function accountOf(
  services: UserServices,
  person: Person,
): Promise<string> {
  const { database } = services;
  const known = await linkedTo(database, person);
  if (known !== undefined) {
    return known;
  }
  const { data: email } = Email.safeParse(person.email);
  if (email === undefined) {
    throw new Refused("email_not_verified");
  }
  // Twice, because at the same moment another person may get the same name.
  const added =
    (await addPerson(services, email, person)) ??
    (await addPerson(services, email, person));
  if (added === undefined) {
    throw new Refused("account_exists");
  }
  return added;
}

/** The new account, or undefined if the address or the name is taken. */
async function addPerson(
  services: UserServices,
  email: string,
  person: Person,
): Promise<string | undefined> {
  const { database } = services;
  try {
    return await database.transaction().execute(async (transaction) => {
      const inside = { ...services, database: transaction };
      const { id } = await addAccount(inside, email, person.name);
      await addIdentity(transaction, person, id);
      return id;
    });
  } catch (error) {
    if (!(error instanceof Conflict || isDuplicate(error))) {
      throw error;
    }
  }
  // Another browser of the same person may have been faster.
  return linkedTo(database, person);
}

export async function link(
  database: Database,
  person: Person,
  userId: string,
): Promise<void> {
  try {
    await addIdentity(database, person, userId);
  } catch (error) {
    if (!(isDuplicate(error) || isOrphan(error))) {
      throw error;
    }
    if ((await linkedTo(database, person)) !== userId) {
      throw new Refused("already_linked");
    }
  }
}

/** Whether the user can sign in with one of these providers. */
export async function isLinked(
  database: Database,
  userId: string,
  issuers: string[],
): Promise<boolean> {
  const found = await database
    .selectFrom("identities")
    .select("subject")
    .where("user_id", "=", userId)
    .where("issuer", "in", issuers)
    .executeTakeFirst();
  return found !== undefined;
}

/** `issuers` are those of all providers that users can sign in with. */
export async function unlink(
  database: Database,
  userId: string,
  issuer: string,
  issuers: string[],
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    // Lock the account, so that two providers cannot be unlinked at once.
    const { password_hash } = await lockForUpdate(
      transaction,
      transaction
        .selectFrom("users")
        .select("password_hash")
        .where("id", "=", userId),
    ).executeTakeFirstOrThrow();
    await transaction
      .deleteFrom("identities")
      .where("user_id", "=", userId)
      .where("issuer", "=", issuer)
      .execute();
    const hasPassword = password_hash !== "";
    if (!hasPassword && !(await isLinked(transaction, userId, issuers))) {
      throw new LastWayIn("This is the only way to sign in to the account.");
    }
  });
}

async function linkedTo(
  database: Database,
  { issuer, subject }: Person,
): Promise<string | undefined> {
  const found = await database
    .selectFrom("identities")
    .select("user_id")
    .where("issuer", "=", issuer)
    .where("subject", "=", subject)
    .executeTakeFirst();
  return found?.user_id;
}

async function addIdentity(
  database: Database,
  { issuer, subject }: Person,
  userId: string,
): Promise<void> {
  await database
    .insertInto("identities")
    .values({ issuer, subject, user_id: userId, created_at: new Date() })
    .execute();
}
