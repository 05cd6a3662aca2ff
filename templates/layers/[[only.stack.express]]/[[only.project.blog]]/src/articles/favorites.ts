import type { Router } from "express";

import { myId } from "../accounts/current-user.ts";
import type { Database } from "../database/connect.ts";
import { isOrphan } from "../database/errors.ts";
import { unlessThere } from "../database/inserts.ts";
import { createRouter, refuseOtherMethods } from "../routing.ts";
import type { Services } from "../services.ts";
import { findArticle, noSuchArticle, readArticle } from "./reading.ts";

export function favorites(services: Services): Router {
  const { database } = services;
  const router = createRouter();

  router
    .route("/api/articles/:slug/favorite")
    .post(async (request, response) => {
      const me = await myId(request, services);
      const { id } = await findArticle(database, request.params.slug);
      await addFavorite(database, id, me);
      response.json(await readArticle(database, id, me));
    })
    .delete(async (request, response) => {
      const me = await myId(request, services);
      const { id } = await findArticle(database, request.params.slug);
      await database
        .deleteFrom("favorites")
        .where("article_id", "=", id)
        .where("user_id", "=", me)
        .execute();
      response.json(await readArticle(database, id, me));
    })
    .all(refuseOtherMethods);

  return router;
}

async function addFavorite(
  database: Database,
  articleId: number,
  userId: string,
): Promise<void> {
  const favorite = { article_id: articleId, user_id: userId };
  try {
    await unlessThere(
      database,
      database.insertInto("favorites").values(favorite),
    ).execute();
  } catch (error) {
    // The article was deleted in the meantime.
    throw isOrphan(error) ? noSuchArticle() : error;
  }
}
