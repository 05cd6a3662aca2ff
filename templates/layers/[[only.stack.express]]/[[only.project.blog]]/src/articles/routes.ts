import type { Router } from "express";

import {
  currentUser,
  signedIn,
  signedInToWrite,
  viewerId,
} from "../accounts/current-user.ts";
import { readBody, readQuery } from "../input.ts";
import { createRouter } from "../routing.ts";
import type { Services } from "../services.ts";
import { addFavorite, removeFavorite } from "./favorites.ts";
import {
  ArticleQuery,
  isInFeedOf,
  listArticles,
  matches,
  Page,
} from "./listing.ts";
import { findArticle, findArticleOf, readArticle } from "./reading.ts";
import { ArticleChange, NewArticle } from "./schemas.ts";
import { changeArticle, deleteArticle, writeArticle } from "./writing.ts";

const PATH = "/api/articles";

/** Before the articles, because its path is also that of an article named feed. */
export function feed(services: Services): Router {
  const { database } = services;
  const { route, router } = createRouter(signedIn(services));

  route(`${PATH}/feed`).get(async (request, response) => {
    const me = currentUser(response).id;
    const page = readQuery(request, Page);
    response.json(await listArticles(database, page, me, isInFeedOf(me)));
  });

  return router;
}

export function articles(services: Services): Router {
  const { database } = services;
  const { route, router } = createRouter(signedInToWrite(services));

  route(PATH)
    .get(async (request, response) => {
      const viewer = viewerId(response);
      const wanted = readQuery(request, ArticleQuery);
      const condition = matches(wanted);
      response.json(await listArticles(database, wanted, viewer, condition));
    })
    .post(async (request, response) => {
      const me = currentUser(response).id;
      const { article } = readBody(request, NewArticle);
      const id = await writeArticle(database, me, article);
      response.status(201).json(await readArticle(database, id, me));
    });

  route(`${PATH}/:slug`)
    .get(async (request, response) => {
      const viewer = viewerId(response);
      const { id } = await findArticle(database, request.params.slug);
      response.json(await readArticle(database, id, viewer));
    })
    .put(async (request, response) => {
      const me = currentUser(response).id;
      const mine = await findArticleOf(database, me, request.params.slug);
      const { article } = readBody(request, ArticleChange);
      response.json(await changeArticle(database, mine, article));
    })
    .delete(async (request, response) => {
      const me = currentUser(response).id;
      const { id } = await findArticleOf(database, me, request.params.slug);
      await deleteArticle(database, id);
      response.status(204).end();
    });

  route(`${PATH}/:slug/favorite`)
    .post(async (request, response) => {
      const me = currentUser(response).id;
      const { id } = await findArticle(database, request.params.slug);
      await addFavorite(database, id, me);
      response.json(await readArticle(database, id, me));
    })
    .delete(async (request, response) => {
      const me = currentUser(response).id;
      const { id } = await findArticle(database, request.params.slug);
      await removeFavorite(database, id, me);
      response.json(await readArticle(database, id, me));
    });

  return router;
}
