import type { Router } from "express";

import {
  currentUser,
  signedInToWrite,
  viewerId,
} from "../accounts/current-user.ts";
import { findArticle } from "../articles/reading.ts";
import { readBody } from "../input.ts";
import { createRouter } from "../routing.ts";
import type { Services } from "../services.ts";
import {
  addComment,
  deleteComment,
  listComments,
  readComment,
} from "./queries.ts";
import { NewComment, showComment } from "./schemas.ts";

const PATH = "/api/articles/:slug/comments";

export function comments(services: Services): Router {
  const { database } = services;
  const { route, router } = createRouter(signedInToWrite(services));

  route(PATH)
    .get(async (request, response) => {
      const viewer = viewerId(response);
      const { id } = await findArticle(database, request.params.slug);
      const found = await listComments(database, id, viewer);
      response.json({ comments: found.map(showComment) });
    })
    .post(async (request, response) => {
      const me = currentUser(response).id;
      const article = await findArticle(database, request.params.slug);
      const { body } = readBody(request, NewComment).comment;
      const place = { articleId: article.id, authorId: me };
      const id = await addComment(database, place, body);
      const comment = await readComment(database, id, me);
      response.status(201).json({ comment: showComment(comment) });
    });

  route(`${PATH}/:id`).delete(async (request, response) => {
    const me = currentUser(response).id;
    const article = await findArticle(database, request.params.slug);
    const place = { articleId: article.id, userId: me };
    await deleteComment(database, place, request.params.id);
    response.status(204).end();
  });

  return router;
}
