import type { Selectable } from "kysely";
import { z } from "zod";

import { text } from "../schemas.ts";
import type { AccountTables } from "./tables.ts";

const ADDRESS =
  /^[^@\s\p{Cc}]{1,64}@([^@\s.\p{Cc}]{1,63}\.)+[^@\s.\p{Cc}]{2,63}$/u;
const Name = text(1, 100);

export const Registration = z.strictObject({
  email: text(1, 254).regex(ADDRESS, "It is an e-mail address."),
  password: text(8, 128),
  name: Name,
});

/** Not checked further: an address that cannot be is an account that is not there. */
export const Credentials = z.strictObject({
  email: text(1, 254),
  password: text(1, 128),
});

export const RefreshTokenBody = z.strictObject({
  refresh_token: text(1, 1000),
});

/** A merge patch: what is left out stays. */
export const UserChange = z.strictObject({ name: Name.exactOptional() });

export type User = Selectable<AccountTables["users"]>;

export function showUser({ id, email, name, created_at }: User) {
  return { id, email, name, created_at };
}
