/** Articles as a user sees them: with author, tags and favourites, always in two statements. */

import { sql, type ExpressionBuilder, type SqlBool } from "kysely";

import type { Database } from "../database/connect.ts";
import { Forbidden, NotFound } from "../failures.ts";
import { isSound } from "../json.ts";
import { isFollowedByViewer } from "../profiles/queries.ts";
import type { Tables } from "../tables.ts";
import { tagsOf } from "../tags/queries.ts";
import { showArticle } from "./schemas.ts";

export async function findArticle(database: Database, slug: string) {
  const article = isSound(slug)
    ? await database
        .selectFrom("articles")
        .select(["id", "author_id", "title"])
        .where("slug", "=", slug)
        .executeTakeFirst()
    : undefined;
  if (!article) {
    throw noSuchArticle();
  }
  return article;
}

export async function findArticleOf(
  database: Database,
  userId: string,
  slug: string,
) {
  const article = await findArticle(database, slug);
  if (article.author_id !== userId) {
    throw new Forbidden("forbidden", "article");
  }
  return article;
}

/** Read its current state; it may have been deleted in the meantime. */
export async function readArticle(
  database: Database,
  id: number,
  viewerId: string | undefined,
) {
  const article = await articlesSeenBy(database, viewerId)
    .select("articles.body")
    .where("articles.id", "=", id)
    .executeTakeFirst();
  if (!article) {
    throw noSuchArticle();
  }
  const tags = await tagsOf(database, [id]);
  return { article: showArticle(article, tags.get(id) ?? []) };
}

export function articlesSeenBy(
  database: Database,
  viewerId: string | undefined,
) {
  return database
    .selectFrom("articles")
    .innerJoin("users", "users.id", "articles.author_id")
    .select([
      "articles.id",
      "articles.slug",
      "articles.title",
      "articles.description",
      "articles.created_at",
      "articles.updated_at",
      "users.username",
      "users.bio",
      "users.image",
    ])
    .select(isFollowedByViewer(viewerId))
    .select(isFavoriteOf(viewerId))
    .select((articles) =>
      articles
        .selectFrom("favorites")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .whereRef("article_id", "=", "articles.id")
        .$asScalar()
        .$notNull()
        .as("favorites_count"),
    );
}

function isFavoriteOf(viewerId: string | undefined) {
  return (articles: ExpressionBuilder<Tables, "articles">) =>
    viewerId === undefined
      ? sql<SqlBool>`false`.as("favorited")
      : articles
          .exists(
            articles
              .selectFrom("favorites")
              .select("user_id")
              .whereRef("article_id", "=", "articles.id")
              .where("user_id", "=", viewerId),
          )
          .as("favorited");
}

export function noSuchArticle(): NotFound {
  return new NotFound("not found", "article");
}
