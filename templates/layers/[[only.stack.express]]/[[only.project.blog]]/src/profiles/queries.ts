import {
  expressionBuilder,
  sql,
  type ExpressionBuilder,
  type SqlBool,
} from "kysely";

import type { Database } from "../database/connect.ts";
import { insertOrIgnore } from "../database/inserts.ts";
import { NotFound } from "../failures.ts";
import { isSound } from "../json.ts";
import type { Tables } from "../tables.ts";

export async function findProfile(
  database: Database,
  username: string,
  viewerId: string | undefined,
) {
  const profile = isSound(username)
    ? await database
        .selectFrom("users")
        .select(["id", "username", "bio", "image"])
        .select(isFollowedByViewer(viewerId))
        .where("username", "=", username)
        .executeTakeFirst()
    : undefined;
  if (!profile) {
    throw new NotFound("not found", "profile");
  }
  return profile;
}

export async function follow(
  database: Database,
  followerId: string,
  followedId: string,
): Promise<void> {
  const row = { follower_id: followerId, followed_id: followedId };
  await insertOrIgnore(database, "follows", row);
}

export async function unfollow(
  database: Database,
  followerId: string,
  followedId: string,
): Promise<void> {
  await database
    .deleteFrom("follows")
    .where("follower_id", "=", followerId)
    .where("followed_id", "=", followedId)
    .execute();
}

/** A subquery: the ids of the users that this one follows. */
export function followedBy(userId: string) {
  return expressionBuilder<Tables>()
    .selectFrom("follows")
    .select("followed_id")
    .where("follower_id", "=", userId);
}

/** Whether the viewer follows the user of this row. */
export function isFollowedByViewer(viewerId: string | undefined) {
  return (users: ExpressionBuilder<Tables, "users">) =>
    viewerId === undefined
      ? sql<SqlBool>`false`.as("following")
      : users
          .exists(
            users
              .selectFrom("follows")
              .select("followed_id")
              .where("follower_id", "=", viewerId)
              .whereRef("followed_id", "=", "users.id"),
          )
          .as("following");
}
