import { randomBytes, randomUUID } from "node:crypto";

import { expressionBuilder } from "kysely";

import type { Database } from "../database/connect.ts";
import { isDuplicate } from "../database/errors.ts";
import { Conflict } from "../failures.ts";
import { TAKEN } from "../schemas.ts";
import type { UserServices } from "../services.ts";
import type { Tables } from "../tables.ts";
import { asCompared } from "../text.ts";
import { issueOpaqueToken } from "../tokens.ts";
import type { NewAccount, User, UserChange } from "./schemas.ts";

export async function addUser(
  { database, passwords }: UserServices,
  { username, email, password }: NewAccount,
  { isGuest = false } = {},
): Promise<User> {
  const user: User = {
    id: randomUUID(),
    username,
    username_key: asCompared(username),
    email,
    email_key: emailKey(email),
    password_hash: password === undefined ? "" : await passwords.hash(password),
    bio: null,
    image: null,
    token_subject: randomUUID(),
    is_guest: isGuest,
    created_at: new Date(),
  };
  await save(database, user, database.insertInto("users").values(user));
  return user;
}

/** The address cannot be guessed, and nobody knows the password. */
export function addGuest(services: UserServices): Promise<User> {
  const username = `guest-${randomBytes(8).toString("hex")}`;
  const email = `${username}@guest.invalid`;
  const password = issueOpaqueToken();
  return addUser(services, { username, email, password }, { isGuest: true });
}

export async function changeUser(
  { database, passwords }: UserServices,
  user: User,
  { password, ...change }: UserChange,
): Promise<User> {
  const columns: Partial<User> = { ...change };
  if (change.username !== undefined) {
    columns.username_key = asCompared(change.username);
  }
  if (change.email !== undefined) {
    columns.email_key = emailKey(change.email);
  }
  if (password !== undefined) {
    columns.password_hash = await passwords.hash(password);
    columns.token_subject = randomUUID();
  }
  const changed = { ...user, ...columns };
  if (Object.keys(columns).length > 0) {
    const statement = database.updateTable("users").set(columns);
    await save(database, changed, statement.where("id", "=", user.id));
  }
  return changed;
}

export function findUser(database: Database, email: string) {
  return database
    .selectFrom("users")
    .selectAll()
    .where("email_key", "=", emailKey(email))
    .executeTakeFirst();
}

export function findUserBySubject(database: Database, subject: string) {
  return database
    .selectFrom("users")
    .selectAll()
    .where("token_subject", "=", subject)
    .executeTakeFirst();
}

/** A subquery: the id of the user with this name. */
export function userNamed(username: string) {
  return expressionBuilder<Tables>()
    .selectFrom("users")
    .select("users.id")
    .where("username", "=", username);
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

async function save(
  database: Database,
  user: User,
  statement: { execute(): Promise<unknown> },
): Promise<void> {
  try {
    await statement.execute();
  } catch (error) {
    // After an error, PostgreSQL runs no further query in the transaction.
    if (!isDuplicate(error) || database.isTransaction) {
      throw error;
    }
    throw await taken(database, user);
  }
}

/** Both the name and the address are unique. */
async function taken(database: Database, user: User): Promise<Conflict> {
  const namesake = await database
    .selectFrom("users")
    .select("id")
    .where("username_key", "=", user.username_key)
    .where("id", "!=", user.id)
    .executeTakeFirst();
  return new Conflict(TAKEN, namesake ? "username" : "email");
}
