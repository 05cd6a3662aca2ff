import type { SqlBool } from "kysely";

/** What a row has to bring along to show a user to others. */
export interface ProfileRow {
  username: string;
  bio: string | null;
  image: string | null;
  following: SqlBool;
}

export function showProfile({ username, bio, image, following }: ProfileRow) {
  return { username, bio, image, following: Boolean(following) };
}
