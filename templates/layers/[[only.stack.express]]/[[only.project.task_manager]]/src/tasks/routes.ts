import type { Response, Router } from "express";

import { currentUser, signedIn } from "../accounts/current-user.ts";
import { checkMatch, etag, isKnown, requireMatch } from "../etags.ts";
import { answerOnce } from "../idempotency.ts";
import { readBody, readQuery } from "../input.ts";
import { sendPage } from "../pagination.ts";
import { createRouter } from "../routing.ts";
import type { Services } from "../services.ts";
import { labelsOf } from "./labels.ts";
import { sortOf, tasksMatching } from "./listing.ts";
import {
  countByPriority,
  countByStatus,
  countCompleted,
  countLabels,
  countOverdue,
} from "./overview.ts";
import { addTask, changeTask, deleteTask, findTask } from "./queries.ts";
import {
  NewTask,
  showTask,
  TaskChange,
  TaskQuery,
  type Task,
} from "./schemas.ts";

const PATH = "/api/v1/tasks";

export function tasks(services: Services): Router {
  const { database, settings } = services;
  const { route, router } = createRouter(signedIn(services));

  route(PATH)
    .get(async (request, response) => {
      const user = currentUser(response);
      const wanted = readQuery(request, TaskQuery);
      await sendPage(request, response, settings, {
        rows: tasksMatching(database, user, wanted),
        sort: sortOf(wanted.sort),
        wanted,
        show: async (rows) => {
          const labels = await labelsOf(database, rows);
          return rows.map((row) => showTask(row, labels.get(row.id) ?? []));
        },
      });
    })
    .post(async (request, response) => {
      const user = currentUser(response);
      const body = readBody(request, NewTask);
      const { answer } = await answerOnce(
        request,
        database,
        { user, body },
        async (transaction) => {
          const task = await addTask(transaction, user, body);
          return {
            location: `${PATH}/${task.id}`,
            etag: etag(task.version),
            body: JSON.stringify(showTask(task, task.labels)),
          };
        },
      );
      response.status(201).location(answer.location).type("json");
      response.set("ETag", answer.etag ?? undefined).send(answer.body);
    });

  route(`${PATH}/:id`)
    .get(async (request, response) => {
      const user = currentUser(response);
      const task = await findTask(database, user, request.params.id);
      if (isKnown(request, task.version)) {
        response.status(304).set("ETag", etag(task.version)).end();
      } else {
        sendTask(response, task);
      }
    })
    .patch(async (request, response) => {
      const user = currentUser(response);
      const change = readBody(request, TaskChange);
      const task = await findTask(database, user, request.params.id);
      requireMatch(request, task.version);
      const changed = await database
        .transaction()
        .execute((transaction) => changeTask(transaction, task, change));
      sendTask(response, changed);
    })
    .delete(async (request, response) => {
      const user = currentUser(response);
      const task = await findTask(database, user, request.params.id);
      checkMatch(request, task.version);
      const isConditional = request.get("If-Match") !== undefined;
      await deleteTask(
        database,
        task,
        isConditional ? task.version : undefined,
      );
      response.status(204).end();
    });

  return router;
}

/** Statistics over the caller's tasks. */
export function overview(services: Services): Router {
  const { database } = services;
  const { route, router } = createRouter(signedIn(services));

  route("/api/v1/labels").get(async (_request, response) => {
    const { id } = currentUser(response);
    response.json({ items: await countLabels(database, id) });
  });

  route("/api/v1/stats").get(async (_request, response) => {
    const { id } = currentUser(response);
    response.json({
      by_status: await countByStatus(database, id),
      by_priority: await countByPriority(database, id),
      overdue: await countOverdue(database, id),
      completed_last_7_days: await countCompleted(database, id),
    });
  });

  return router;
}

function sendTask(response: Response, task: Task): void {
  response.set("ETag", etag(task.version)).json(showTask(task, task.labels));
}
