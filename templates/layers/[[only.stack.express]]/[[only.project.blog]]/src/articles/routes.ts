import type { Router } from "express";

import { myId, viewerId } from "../accounts/current-user.ts";
import { readBody, readQuery } from "../input.ts";
import { createRouter, refuseOtherMethods } from "../routing.ts";
import type { Services } from "../services.ts";
import {
  ArticleQuery,
  isInFeedOf,
  listArticles,
  matches,
  Page,
} from "./listing.ts";
import { findArticle, findArticleOf, readArticle } from "./reading.ts";
import { ArticleChange, NewArticle } from "./schemas.ts";
import { changeArticle, writeArticle } from "./writing.ts";

const PATH = "/api/articles";

export function articles(services: Services): Router {
  const { database } = services;
  const router = createRouter();

  router
    .route(PATH)
    .get(async (request, response) => {
      const viewer = await viewerId(request, services);
      const wanted = readQuery(request, ArticleQuery);
      const condition = matches(wanted);
      response.json(await listArticles(database, wanted, viewer, condition));
    })
    .post(async (request, response) => {
      const me = await myId(request, services);
      const { article } = readBody(request, NewArticle);
      const id = await writeArticle(database, me, article);
      response.status(201).json(await readArticle(database, id, me));
    })
    .all(refuseOtherMethods);

  router
    .route(`${PATH}/feed`)
    .get(async (request, response) => {
      const me = await myId(request, services);
      const page = readQuery(request, Page);
      response.json(await listArticles(database, page, me, isInFeedOf(me)));
    })
    .all(refuseOtherMethods);

  router
    .route(`${PATH}/:slug`)
    .get(async (request, response) => {
      const viewer = await viewerId(request, services);
      const { id } = await findArticle(database, request.params.slug);
      response.json(await readArticle(database, id, viewer));
    })
    .put(async (request, response) => {
      const me = await myId(request, services);
      const mine = await findArticleOf(database, me, request.params.slug);
      const { article } = readBody(request, ArticleChange);
      response.json(await changeArticle(database, mine, article));
    })
    .delete(async (request, response) => {
      const me = await myId(request, services);
      const { id } = await findArticleOf(database, me, request.params.slug);
      await database.deleteFrom("articles").where("id", "=", id).execute();
      response.status(204).end();
    })
    .all(refuseOtherMethods);

  return router;
}
