import type { Router } from "express";

import { myId, viewerId } from "../accounts/current-user.ts";
import { findArticle, noSuchArticle } from "../articles/reading.ts";
import { readBody } from "../input.ts";
import { createRouter, refuseOtherMethods } from "../routing.ts";
import type { Services } from "../services.ts";
import { addComment, commentsSeenBy, deleteComment } from "./queries.ts";
import { NewComment, showComment } from "./schemas.ts";

const PATH = "/api/articles/:slug/comments";

export function comments(services: Services): Router {
  const { database } = services;
  const router = createRouter();

  router
    .route(PATH)
    .get(async (request, response) => {
      const viewer = await viewerId(request, services);
      const { id } = await findArticle(database, request.params.slug);
      const found = await commentsSeenBy(database, viewer)
        .where("article_id", "=", id)
        .orderBy("comments.id", "desc")
        .execute();
      response.json({ comments: found.map(showComment) });
    })
    .post(async (request, response) => {
      const me = await myId(request, services);
      const article = await findArticle(database, request.params.slug);
      const { body } = readBody(request, NewComment).comment;
      const place = { articleId: article.id, authorId: me };
      const id = await addComment(database, place, body);
      const comment = await commentsSeenBy(database, me)
        .where("comments.id", "=", id)
        .executeTakeFirst();
      // It goes with its article, which may have been deleted since.
      if (!comment) {
        throw noSuchArticle();
      }
      response.status(201).json({ comment: showComment(comment) });
    })
    .all(refuseOtherMethods);

  router
    .route(`${PATH}/:id`)
    .delete(async (request, response) => {
      const me = await myId(request, services);
      const article = await findArticle(database, request.params.slug);
      const place = { articleId: article.id, userId: me };
      await deleteComment(database, place, request.params.id);
      response.status(204).end();
    })
    .all(refuseOtherMethods);

  return router;
}
