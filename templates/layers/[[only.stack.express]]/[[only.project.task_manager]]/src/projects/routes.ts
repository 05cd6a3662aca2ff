import { randomUUID } from "node:crypto";

import type { Router } from "express";

import { currentUser } from "../accounts/current-user.ts";
import { isDuplicate } from "../database/errors.ts";
import { Conflict } from "../failures.ts";
import { readBody, readQuery } from "../input.ts";
import { PageQuery, sendPage, type Sort } from "../pagination.ts";
import { createRouter, refuseOtherMethods } from "../routing.ts";
import type { Services } from "../services.ts";
import { asCompared } from "../text.ts";
import { deleteProject, findProject, projectsOf } from "./queries.ts";
import {
  NewProject,
  ProjectChange,
  showProject,
  type Project,
} from "./schemas.ts";

const PATH = "/api/v1/projects";
const NEWEST_FIRST: Sort = {
  name: "-created_at",
  column: "created_at",
  descending: true,
  load: (value) => new Date(value),
};

export function projects(services: Services): Router {
  const { database, settings } = services;
  const router = createRouter();

  router
    .route(PATH)
    .get(async (request, response) => {
      const user = await currentUser(request, services);
      await sendPage(request, response, settings, {
        rows: projectsOf(database, user),
        sort: NEWEST_FIRST,
        wanted: readQuery(request, PageQuery),
        show: (rows) => rows.map(showProject),
      });
    })
    .post(async (request, response) => {
      const user = await currentUser(request, services);
      const { name, color } = readBody(request, NewProject);
      const now = new Date();
      const project: Project = {
        id: randomUUID(),
        user_id: user.id,
        name,
        name_key: asCompared(name),
        color,
        archived: false,
        created_at: now,
        updated_at: now,
      };
      await named(database.insertInto("projects").values(project));
      response
        .status(201)
        .location(`${PATH}/${project.id}`)
        .json(showProject(project));
    })
    .all(refuseOtherMethods);

  router
    .route(`${PATH}/:id`)
    .get(async (request, response) => {
      const user = await currentUser(request, services);
      const project = await findProject(database, user, request.params.id);
      response.json(showProject(project));
    })
    .patch(async (request, response) => {
      const user = await currentUser(request, services);
      const project = await findProject(database, user, request.params.id);
      const body = readBody(request, ProjectChange);
      const { name = project.name } = body;
      const change = {
        ...body,
        name_key: asCompared(name),
        updated_at: new Date(),
      };
      await named(
        database
          .updateTable("projects")
          .set(change)
          .where("id", "=", project.id),
      );
      response.json(showProject({ ...project, ...change }));
    })
    .delete(async (request, response) => {
      const user = await currentUser(request, services);
      const project = await findProject(database, user, request.params.id);
      await deleteProject(database, project);
      response.status(204).end();
    })
    .all(refuseOtherMethods);

  return router;
}

/** Names are unique per user. */
async function named(statement: { execute(): Promise<unknown> }) {
  try {
    await statement.execute();
  } catch (error) {
    throw isDuplicate(error)
      ? new Conflict("You already have a project with this name.")
      : error;
  }
}
