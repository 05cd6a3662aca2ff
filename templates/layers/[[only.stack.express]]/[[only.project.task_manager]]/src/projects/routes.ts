import type { Router } from "express";

import { currentUser, signedIn } from "../accounts/current-user.ts";
import { readBody, readQuery } from "../input.ts";
import type { Sort } from "../keyset.ts";
import { PageQuery, sendPage } from "../pagination.ts";
import { createRouter } from "../routing.ts";
import type { Services } from "../services.ts";
import {
  addProject,
  changeProject,
  findProject,
  projectsOf,
} from "./queries.ts";
import { deleteProject } from "./removal.ts";
import { NewProject, ProjectChange, showProject } from "./schemas.ts";

const PATH = "/api/v1/projects";
const NEWEST_FIRST: Sort = {
  column: "created_at",
  descending: true,
  load: (value) => new Date(value),
};

export function projects(services: Services): Router {
  const { database, settings } = services;
  const { route, router } = createRouter(signedIn(services));

  route(PATH)
    .get(async (request, response) => {
      const user = currentUser(response);
      await sendPage(request, response, settings, {
        rows: projectsOf(database, user),
        sort: NEWEST_FIRST,
        wanted: readQuery(request, PageQuery),
        show: (rows) => rows.map(showProject),
      });
    })
    .post(async (request, response) => {
      const user = currentUser(response);
      const body = readBody(request, NewProject);
      const project = await addProject(database, user, body);
      response
        .status(201)
        .location(`${PATH}/${project.id}`)
        .json(showProject(project));
    });

  route(`${PATH}/:id`)
    .get(async (request, response) => {
      const user = currentUser(response);
      const project = await findProject(database, user, request.params.id);
      response.json(showProject(project));
    })
    .patch(async (request, response) => {
      const user = currentUser(response);
      const project = await findProject(database, user, request.params.id);
      const change = readBody(request, ProjectChange);
      const changed = await changeProject(database, project, change);
      response.json(showProject(changed));
    })
    .delete(async (request, response) => {
      const user = currentUser(response);
      const project = await findProject(database, user, request.params.id);
      await deleteProject(database, project);
      response.status(204).end();
    });

  return router;
}
