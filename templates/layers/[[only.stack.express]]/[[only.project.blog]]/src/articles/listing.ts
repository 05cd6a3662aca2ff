/** Filters and pages of article lists. Newest first, so a page is a range of an index. */

import type { ExpressionBuilder, Expression, SqlBool } from "kysely";
import { z } from "zod";

import { userNamed } from "../accounts/queries.ts";
import type { Database } from "../database/connect.ts";
import { followedBy } from "../profiles/queries.ts";
import { hasLength } from "../text.ts";
import type { Tables } from "../tables.ts";
import { articlesTagged, tagsOf } from "../tags/queries.ts";
import { articlesSeenBy } from "./reading.ts";
import { showItem } from "./schemas.ts";

type Articles = ExpressionBuilder<Tables, "articles">;
type Condition = (articles: Articles) => Expression<SqlBool>;

const NUMBER = /^(0|[1-9][0-9]{0,9})$/;

export const Page = z.object({
  limit: number(1, 100).default(20),
  offset: number(0, 2 ** 31 - 1).default(0),
});

/** The maximum length of a username or tag. */
const Name = z
  .string("must be given once")
  .refine((name) => hasLength(name, 0, 64), "is not a valid name");

export const ArticleQuery = Page.extend({
  tag: Name.optional(),
  author: Name.optional(),
  favorited: Name.optional(),
});

export type Page = z.output<typeof Page>;
export type ArticleQuery = z.output<typeof ArticleQuery>;

function number(least: number, most: number) {
  const error = `must be a number from ${String(least)} to ${String(most)}`;
  return z
    .string(error)
    .regex(NUMBER, { error, abort: true })
    .transform(Number)
    .pipe(z.number().min(least, error).max(most, error));
}

export function matches({ tag, author, favorited }: ArticleQuery): Condition {
  return (articles) =>
    articles.and([
      ...(tag === undefined ? [] : [hasTag(articles, tag)]),
      ...(author === undefined ? [] : [isWrittenBy(articles, author)]),
      ...(favorited === undefined ? [] : [isLikedBy(articles, favorited)]),
    ]);
}

export function isInFeedOf(userId: string): Condition {
  return (articles) => articles("author_id", "in", followedBy(userId));
}

export async function listArticles(
  database: Database,
  { limit, offset }: Page,
  viewerId: string | undefined,
  condition: Condition,
) {
  // Select the page first, so that nothing is counted for articles that are not on it.
  const page = database
    .selectFrom("articles")
    .select("articles.id")
    .where(condition)
    .orderBy("articles.id", "desc")
    .limit(limit)
    .offset(offset)
    .as("page");
  const rows = await articlesSeenBy(database, viewerId)
    .innerJoin(page, "page.id", "articles.id")
    .orderBy("articles.id", "desc")
    .execute();
  const ids = rows.map(({ id }) => id);
  const tags = await tagsOf(database, ids);
  const { count } = await database
    .selectFrom("articles")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where(condition)
    .executeTakeFirstOrThrow();
  return {
    articles: rows.map((row) => showItem(row, tags.get(row.id) ?? [])),
    articlesCount: count,
  };
}

function hasTag(articles: Articles, name: string): Expression<SqlBool> {
  return articles("articles.id", "in", articlesTagged(name));
}

function isWrittenBy(articles: Articles, name: string): Expression<SqlBool> {
  return articles("author_id", "=", userNamed(name));
}

function isLikedBy(articles: Articles, name: string): Expression<SqlBool> {
  return articles(
    "articles.id",
    "in",
    articles
      .selectFrom("favorites")
      .select("favorites.article_id")
      .where("favorites.user_id", "=", userNamed(name)),
  );
}
