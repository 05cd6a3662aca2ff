import type { ProfileRow } from "../profiles/schemas.ts";
import { showProfile } from "../profiles/schemas.ts";
import { envelope, fields, text } from "../schemas.ts";

export const NewComment = envelope("comment", fields({ body: text(10_000) }));

interface CommentRow {
  id: number;
  body: string;
  created_at: Date;
  updated_at: Date;
}

export function showComment(comment: CommentRow & ProfileRow) {
  return {
    id: comment.id,
    createdAt: comment.created_at,
    updatedAt: comment.updated_at,
    body: comment.body,
    author: showProfile(comment),
  };
}
