/** Saves slug, text and tags of an article in one transaction. */

import type { Updateable } from "kysely";

import type { Database } from "../database/connect.ts";
import { insertReturningId } from "../database/inserts.ts";
import { lockForUpdate } from "../database/locks.ts";
import { addTags, replaceTags } from "../tags/queries.ts";
import { noSuchArticle, readArticle } from "./reading.ts";
import type { ArticleChange, NewArticle } from "./schemas.ts";
import { saveUnderSlug } from "./slugs.ts";
import type { ArticleTables } from "./tables.ts";

/** Returns the id of the new article. */
export function writeArticle(
  database: Database,
  authorId: string,
  article: NewArticle,
): Promise<number> {
  return saveUnderSlug(article.title, (slug) =>
    database
      .transaction()
      .execute((transaction) =>
        addArticle(transaction, { authorId, slug }, article),
      ),
  );
}

export async function addArticle(
  transaction: Database,
  { authorId, slug }: { authorId: string; slug: string },
  { tagList, ...fields }: NewArticle,
): Promise<number> {
  const now = new Date();
  const id = await insertReturningId(transaction, "articles", {
    ...fields,
    author_id: authorId,
    slug,
    created_at: now,
    updated_at: now,
  });
  await addTags(transaction, id, tagList);
  return id;
}

/** Returns the article as this update left it, whatever others change right after. */
export function changeArticle(
  database: Database,
  { id, title, author_id }: { id: number; title: string; author_id: string },
  { tagList, ...fields }: ArticleChange,
) {
  const save = (slug?: string) =>
    database.transaction().execute(async (transaction) => {
      const columns = slug === undefined ? fields : { ...fields, slug };
      await updateArticle(transaction, id, columns);
      if (tagList) {
        await replaceTags(transaction, id, tagList);
      }
      return readArticle(transaction, id, author_id);
    });

  return fields.title === undefined || fields.title === title
    ? save()
    : saveUnderSlug(fields.title, save);
}

export async function deleteArticle(
  database: Database,
  id: number,
): Promise<void> {
  await database.deleteFrom("articles").where("id", "=", id).execute();
}

async function updateArticle(
  transaction: Database,
  id: number,
  columns: Updateable<ArticleTables["articles"]>,
): Promise<void> {
  const itself = transaction
    .selectFrom("articles")
    .select("updated_at")
    .where("id", "=", id);
  const before = await lockForUpdate(transaction, itself).executeTakeFirst();
  if (!before) {
    throw noSuchArticle();
  }
  // The time has to increase even if two updates happen in the same millisecond.
  const next = Math.max(Date.now(), before.updated_at.getTime() + 1);
  await transaction
    .updateTable("articles")
    .set({ ...columns, updated_at: new Date(next) })
    .where("id", "=", id)
    .execute();
}
