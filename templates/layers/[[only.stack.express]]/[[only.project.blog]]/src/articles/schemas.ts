import type { SqlBool } from "kysely";
import { z } from "zod";

import type { ProfileRow } from "../profiles/schemas.ts";
import { showProfile } from "../profiles/schemas.ts";
import { envelope, fields, name, text } from "../schemas.ts";
import { sortDistinct } from "../sorting.ts";

const Title = name(255);
const Description = text(1000);
const Body = text(100_000);
const TagList = z
  .array(name(64), "must be a list")
  .max(32, "must have at most 32 tags")
  .transform(sortDistinct);

export const NewArticle = envelope(
  "article",
  fields({
    title: Title,
    description: Description,
    body: Body,
    tagList: TagList.default([]),
  }),
);

/** Omitted fields stay unchanged. */
export const ArticleChange = envelope(
  "article",
  fields({
    title: Title.exactOptional(),
    description: Description.exactOptional(),
    body: Body.exactOptional(),
    tagList: TagList.exactOptional(),
  }),
);

export type NewArticle = z.output<typeof NewArticle>["article"];
export type ArticleChange = z.output<typeof ArticleChange>["article"];

/** The columns that a list of articles needs. */
export interface ArticleRow {
  id: number;
  slug: string;
  title: string;
  description: string;
  created_at: Date;
  updated_at: Date;
  favorited: SqlBool;
  favorites_count: number;
}

/** An article without its body, for lists. */
export function showItem(article: ArticleRow & ProfileRow, tagList: string[]) {
  return {
    slug: article.slug,
    title: article.title,
    description: article.description,
    tagList,
    createdAt: article.created_at,
    updatedAt: article.updated_at,
    favorited: Boolean(article.favorited),
    favoritesCount: article.favorites_count,
    author: showProfile(article),
  };
}

export function showArticle(
  article: ArticleRow & ProfileRow & { body: string },
  tagList: string[],
) {
  return { ...showItem(article, tagList), body: article.body };
}
