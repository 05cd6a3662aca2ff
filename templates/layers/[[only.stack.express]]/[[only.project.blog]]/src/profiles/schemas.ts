import type { SqlBool } from "kysely";

/** The columns that a public profile needs. */
export interface ProfileRow {
  username: string;
  bio: string | null;
  image: string | null;
  following: SqlBool;
}

export function showProfile({ username, bio, image, following }: ProfileRow) {
  return { username, bio, image, following: Boolean(following) };
}
