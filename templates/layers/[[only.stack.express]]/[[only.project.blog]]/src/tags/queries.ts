import { expressionBuilder } from "kysely";

import type { Database } from "../database/connect.ts";
import { insertOrIgnore } from "../database/inserts.ts";
import type { Tables } from "../tables.ts";

/** The names of all tags that are in use. */
export async function usedTags(database: Database): Promise<string[]> {
  const tags = await database
    .selectFrom("tags")
    .select("name")
    .where((tags) =>
      tags.exists(
        tags
          .selectFrom("article_tags")
          .select("tag_id")
          .whereRef("tag_id", "=", "tags.id"),
      ),
    )
    .orderBy("name")
    .execute();
  return tags.map(({ name }) => name);
}

/** A subquery: the ids of the articles with this tag. */
export function articlesTagged(name: string) {
  return expressionBuilder<Tables>()
    .selectFrom("article_tags")
    .innerJoin("tags", "tags.id", "article_tags.tag_id")
    .select("article_tags.article_id")
    .where("tags.name", "=", name);
}

/** The sorted tags of several articles, by article id, in one statement. */
export async function tagsOf(
  database: Database,
  articleIds: number[],
): Promise<Map<number, string[]>> {
  const tags = new Map(articleIds.map((id) => [id, [] as string[]]));
  if (articleIds.length > 0) {
    const found = await database
      .selectFrom("article_tags")
      .innerJoin("tags", "tags.id", "article_tags.tag_id")
      .select(["article_id", "name"])
      .where("article_id", "in", articleIds)
      .orderBy("name")
      .execute();
    for (const { article_id, name } of found) {
      tags.get(article_id)?.push(name);
    }
  }
  return tags;
}

/** `names` are sorted, so that concurrent writers cannot deadlock. */
export async function addTags(
  transaction: Database,
  articleId: number,
  names: string[],
): Promise<void> {
  if (names.length === 0) {
    return;
  }
  const tags = names.map((name) => ({ name }));
  await insertOrIgnore(transaction, "tags", tags);
  await transaction
    .insertInto("article_tags")
    .columns(["article_id", "tag_id"])
    .expression((row) =>
      row
        .selectFrom("tags")
        .select([row.val(articleId).as("article_id"), "id"])
        .where("name", "in", names),
    )
    .execute();
}

export async function replaceTags(
  transaction: Database,
  articleId: number,
  names: string[],
): Promise<void> {
  await transaction
    .deleteFrom("article_tags")
    .where("article_id", "=", articleId)
    .execute();
  await addTags(transaction, articleId, names);
}
