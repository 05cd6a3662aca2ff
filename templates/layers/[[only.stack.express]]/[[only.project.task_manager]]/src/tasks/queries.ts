import { randomUUID } from "node:crypto";

import type { Database } from "../database/connect.ts";
import { isOrphan } from "../database/errors.ts";
import { stale } from "../etags.ts";
import { Invalid, NotFound } from "../failures.ts";
import { projectsOf } from "../projects/queries.ts";
import { fold, isId } from "../schemas.ts";
import { addLabels, labelsOf, replaceLabels } from "./labels.ts";
import {
  PRIORITIES,
  type NewTask,
  type Task,
  type TaskChange,
} from "./schemas.ts";

interface Owner {
  id: string;
}

export async function findTask(
  database: Database,
  user: Owner,
  id: string,
): Promise<Task> {
  const task = isId(id)
    ? await database
        .selectFrom("tasks")
        .selectAll()
        .where("id", "=", id.toLowerCase())
        .where("user_id", "=", user.id)
        .executeTakeFirst()
    : undefined;
  if (!task) {
    throw new NotFound();
  }
  const labels = await labelsOf(database, [task]);
  return { ...task, labels: labels.get(task.id) ?? [] };
}

export async function addTask(
  transaction: Database,
  user: Owner,
  body: NewTask,
): Promise<Task> {
  const now = new Date();
  const { title, description, status, due_at, project_id, labels } = body;
  const row = {
    id: randomUUID(),
    user_id: user.id,
    project_id,
    title,
    description,
    folded_title: fold(title),
    folded_description: fold(description),
    status,
    priority: PRIORITIES.indexOf(body.priority),
    due_at,
    completed_at: status === "done" ? now : null,
    version: 1,
    created_at: now,
    updated_at: now,
  };
  await checkProject(transaction, user, project_id);
  await translateOrphan(transaction.insertInto("tasks").values(row));
  await addLabels(transaction, row.id, labels);
  return { ...row, labels };
}

/** Update the version that the caller has seen; of two concurrent updates, the second one fails. */
export async function changeTask(
  transaction: Database,
  task: Task,
  { labels, priority, ...change }: TaskChange,
): Promise<Task> {
  const { title = task.title, description = task.description } = change;
  const now = new Date();
  const isDone = (change.status ?? task.status) === "done";
  const { labels: before, ...columns } = {
    ...task,
    ...change,
    folded_title: fold(title),
    folded_description: fold(description),
    priority: priority ? PRIORITIES.indexOf(priority) : task.priority,
    completed_at: isDone ? (task.completed_at ?? now) : null,
    version: task.version + 1,
    updated_at: now,
  };
  await checkProject(transaction, { id: task.user_id }, columns.project_id);
  const { numUpdatedRows } = await translateOrphan(
    transaction
      .updateTable("tasks")
      .set(columns)
      .where("id", "=", task.id)
      .where("version", "=", task.version),
  );
  if (numUpdatedRows === 0n) {
    throw stale();
  }
  if (labels) {
    await replaceLabels(transaction, task.id, labels);
  }
  return { ...columns, labels: labels ?? before };
}

/** Delete a task; if `version` is given, only if it has not changed. */
export async function deleteTask(
  database: Database,
  task: Task,
  version?: number,
): Promise<void> {
  let gone = database.deleteFrom("tasks").where("id", "=", task.id);
  if (version !== undefined) {
    gone = gone.where("version", "=", version);
  }
  const { numDeletedRows } = await gone.executeTakeFirst();
  if (numDeletedRows === 0n && version !== undefined) {
    throw stale();
  }
}

/** The tasks of a project that is deleted. They change, so their versions increase. */
export async function removeFromProject(
  transaction: Database,
  project: { id: string; user_id: string },
): Promise<void> {
  await transaction
    .updateTable("tasks")
    .set(({ eb }) => ({
      project_id: null,
      version: eb("version", "+", 1),
      updated_at: new Date(),
    }))
    .where("user_id", "=", project.user_id)
    .where("project_id", "=", project.id)
    .execute();
}

async function checkProject(
  transaction: Database,
  user: Owner,
  id: string | null,
): Promise<void> {
  if (id === null) {
    return;
  }
  const mine = await projectsOf(transaction, user)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!mine) {
    throw noSuchProject();
  }
}

/** The project may be deleted between the check and the statement. */
async function translateOrphan<Result>(statement: {
  executeTakeFirstOrThrow(): Promise<Result>;
}): Promise<Result> {
  try {
    return await statement.executeTakeFirstOrThrow();
  } catch (error) {
    throw isOrphan(error) ? noSuchProject() : error;
  }
}

function noSuchProject(): Invalid {
  return new Invalid(["/project_id", "You have no project with this id."]);
}
