import { noSuchArticle } from "../articles/reading.ts";
import type { Database } from "../database/connect.ts";
import { isOrphan } from "../database/errors.ts";
import { insertReturningId } from "../database/inserts.ts";
import { Forbidden, NotFound } from "../failures.ts";
import { isFollowedByViewer } from "../profiles/queries.ts";

const NUMBER = /^[1-9][0-9]{0,15}$/;

export function listComments(
  database: Database,
  articleId: number,
  viewerId: string | undefined,
) {
  return commentsSeenBy(database, viewerId)
    .where("article_id", "=", articleId)
    .orderBy("comments.id", "desc")
    .execute();
}

/** It goes with its article, which may have been deleted in the meantime. */
export async function readComment(
  database: Database,
  id: number,
  viewerId: string,
) {
  const comment = await commentsSeenBy(database, viewerId)
    .where("comments.id", "=", id)
    .executeTakeFirst();
  if (!comment) {
    throw noSuchArticle();
  }
  return comment;
}

function commentsSeenBy(database: Database, viewerId: string | undefined) {
  return database
    .selectFrom("comments")
    .innerJoin("users", "users.id", "comments.author_id")
    .select([
      "comments.id",
      "comments.body",
      "comments.created_at",
      "comments.updated_at",
      "users.username",
      "users.bio",
      "users.image",
    ])
    .select(isFollowedByViewer(viewerId));
}

/** Returns the id of the new comment. */
export async function addComment(
  database: Database,
  { articleId, authorId }: { articleId: number; authorId: string },
  body: string,
): Promise<number> {
  const now = new Date();
  const comment = {
    article_id: articleId,
    author_id: authorId,
    body,
    created_at: now,
    updated_at: now,
  };
  try {
    return await insertReturningId(database, "comments", comment);
  } catch (error) {
    // The article was deleted in the meantime.
    throw isOrphan(error) ? noSuchArticle() : error;
  }
}

export async function deleteComment(
  database: Database,
  { articleId, userId }: { articleId: number; userId: string },
  id: string,
): Promise<void> {
  const comment = NUMBER.test(id)
    ? await database
        .selectFrom("comments")
        .select(["id", "author_id"])
        .where("id", "=", Number(id))
        .where("article_id", "=", articleId)
        .executeTakeFirst()
    : undefined;
  if (!comment) {
    throw new NotFound("not found", "comment");
  }
  if (comment.author_id !== userId) {
    throw new Forbidden("forbidden", "comment");
  }
  await database.deleteFrom("comments").where("id", "=", comment.id).execute();
}
