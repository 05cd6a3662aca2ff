import { randomBytes, randomUUID } from "node:crypto";

import type { Database } from "../database/connect.ts";
import { isDuplicate } from "../database/errors.ts";
import { Conflict } from "../failures.ts";
import type { UserServices } from "../services.ts";
import { asCompared } from "../text.ts";
import { issueOpaqueToken } from "../tokens.ts";
import type { NewAccount, User } from "./schemas.ts";

export async function addUser(
  { database, passwords }: UserServices,
  { email, password, name }: NewAccount,
  { isGuest = false } = {},
): Promise<User> {
  const taken = new Conflict("An account with this e-mail address exists.");
  if (await findUser(database, email)) {
    throw taken;
  }
  const user: User = {
    id: randomUUID(),
    email,
    email_key: emailKey(email),
    name,
    password_hash: password === undefined ? "" : await passwords.hash(password),
    is_guest: isGuest,
    created_at: new Date(),
  };
  try {
    await database.insertInto("users").values(user).execute();
  } catch (error) {
    throw isDuplicate(error) ? taken : error;
  }
  return user;
}

/** The address cannot be guessed, and nobody knows the password. */
export function addGuest(
  services: UserServices,
  name = "Guest",
): Promise<User> {
  const email = `guest-${randomBytes(8).toString("hex")}@guest.invalid`;
  const password = issueOpaqueToken();
  return addUser(services, { email, password, name }, { isGuest: true });
}

export function findUser(database: Database, email: string) {
  return database
    .selectFrom("users")
    .selectAll()
    .where("email_key", "=", emailKey(email))
    .executeTakeFirst();
}

export function findUserById(database: Database, id: string) {
  return database
    .selectFrom("users")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
}

export async function renameUser(
  database: Database,
  user: User,
  name: string,
): Promise<User> {
  await database
    .updateTable("users")
    .set({ name })
    .where("id", "=", user.id)
    .execute();
  return { ...user, name };
}

export function findGuestsBefore(database: Database, time: Date) {
  return database
    .selectFrom("users")
    .select("id")
    .where("is_guest", "=", true)
    .where("created_at", "<", time)
    .execute();
}

/** Everything that belongs to the account is deleted by cascade. */
export async function deleteUser(
  database: Database,
  id: string,
): Promise<void> {
  await database.deleteFrom("users").where("id", "=", id).execute();
}

/** The normal form of an address, for comparison. Not case-folded: straße@ and strasse@ are different mailboxes. */
export function emailKey(email: string): string {
  return asCompared(email).toLowerCase();
}
