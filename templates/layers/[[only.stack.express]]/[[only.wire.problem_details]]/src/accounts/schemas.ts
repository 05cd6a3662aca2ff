import type { Selectable } from "kysely";
import { z } from "zod";

import { name, text } from "../schemas.ts";
import { INVISIBLE } from "../text.ts";
import type { AccountTables } from "./tables.ts";

const ADDRESS = new RegExp(
  `^[^@${INVISIBLE}]{1,64}@([^@.${INVISIBLE}]{1,63}[.])+[^@.${INVISIBLE}]{2,63}$`,
  "u",
);
const Name = name(100);

export const Email = text(1, 254).regex(ADDRESS, "It is an e-mail address.");

export const NewUser = z.strictObject({
  email: Email,
  password: text(8, 128),
  name: Name,
});

/** Not validated further: an invalid address simply has no account. */
export const Credentials = z.strictObject({
  email: text(1, 254),
  password: text(1, 128),
});

export const RefreshTokenBody = z.strictObject({
  refresh_token: text(1, 1000),
});

/** A merge patch: omitted members stay unchanged. */
export const UserChange = z.strictObject({ name: Name.exactOptional() });

/** Accounts that a sign-in provider made have no password. */
export type NewAccount = Omit<z.output<typeof NewUser>, "password"> & {
  password?: string;
};
export type User = Selectable<AccountTables["users"]>;

export function showUser({ id, email, name, created_at }: User) {
  return { id, email, name, created_at };
}
