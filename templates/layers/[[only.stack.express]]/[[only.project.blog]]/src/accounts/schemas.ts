import type { Selectable } from "kysely";
import { z } from "zod";

import { envelope, fields, INVALID, optionalText, text } from "../schemas.ts";
import { CONTROL, INVISIBLE } from "../text.ts";
import type { AccountTables } from "./tables.ts";

const ADDRESS = new RegExp(
  `^[^@${INVISIBLE}]+@[^@.${INVISIBLE}]+([.][^@.${INVISIBLE}]+)+$`,
  "u",
);
/** Used in paths: no slashes, control characters, surrounding whitespace or leading dot. */
const NAME = new RegExp(
  String.raw`^[^\s/.${CONTROL}]([^/${CONTROL}]*[^\s/${CONTROL}])?$`,
  "u",
);

const Username = text(64).regex(NAME, INVALID);
export const Email = text(254).regex(ADDRESS, INVALID);
const Password = text(128, 8);

export const NewUser = envelope(
  "user",
  fields({ username: Username, email: Email, password: Password }),
);

/** Not validated further: an invalid address simply has no account. */
export const Credentials = envelope(
  "user",
  fields({ email: text(254), password: text(128) }),
);

/** Omitted fields stay unchanged. */
export const UserChange = envelope(
  "user",
  fields({
    username: Username.exactOptional(),
    email: Email.exactOptional(),
    password: Password.exactOptional(),
    bio: optionalText(2000).exactOptional(),
    image: optionalText(2048).exactOptional(),
  }),
);

/** Accounts that a sign-in provider made have no password. */
export type NewAccount = Omit<z.output<typeof NewUser>["user"], "password"> & {
  password?: string;
};
export type UserChange = z.output<typeof UserChange>["user"];
export type User = Selectable<AccountTables["users"]>;

export function showUser({ email, username, bio, image }: User, token: string) {
  return { email, token, username, bio, image };
}
