import type { Database } from "../database/connect.ts";
import { isOrphan } from "../database/errors.ts";
import { insertOrIgnore } from "../database/inserts.ts";
import { noSuchArticle } from "./reading.ts";

export async function addFavorite(
  database: Database,
  articleId: number,
  userId: string,
): Promise<void> {
  const favorite = { article_id: articleId, user_id: userId };
  try {
    await insertOrIgnore(database, "favorites", favorite);
  } catch (error) {
    // The article was deleted in the meantime.
    throw isOrphan(error) ? noSuchArticle() : error;
  }
}

export async function removeFavorite(
  database: Database,
  articleId: number,
  userId: string,
): Promise<void> {
  await database
    .deleteFrom("favorites")
    .where("article_id", "=", articleId)
    .where("user_id", "=", userId)
    .execute();
}
