/** Filters and order of task lists. */

import { sql, type ExpressionBuilder } from "kysely";

import type { Database } from "../database/connect.ts";
import type { Sort } from "../keyset.ts";
import { fold } from "../schemas.ts";
import type { Tables } from "../tables.ts";
import { PRIORITIES, type SortName, type TaskQuery } from "./schemas.ts";

type Tasks = ExpressionBuilder<Tables, "tasks">;

const loadTime = (value: string): Date => new Date(value);
const OPTIONS: Record<string, Pick<Sort, "nullable" | "load">> = {
  created_at: { load: loadTime },
  due_at: { load: loadTime, nullable: true },
};

export function sortOf(name: SortName): Sort {
  const column = name.replace(/^-/, "");
  const descending = name.startsWith("-");
  return { column, descending, ...OPTIONS[column] };
}

export function tasksMatching(
  database: Database,
  user: { id: string },
  wanted: TaskQuery,
) {
  return database
    .selectFrom("tasks")
    .selectAll()
    .where("user_id", "=", user.id)
    .where((tasks) => tasks.and(conditions(tasks, wanted)));
}

function conditions(tasks: Tasks, wanted: TaskQuery) {
  const { status, priority, project_id, due_before, due_after, q } = wanted;
  return [
    ...(status ? [tasks("status", "=", status)] : []),
    ...(priority ? [tasks("priority", "=", PRIORITIES.indexOf(priority))] : []),
    ...(project_id ? [tasks("project_id", "=", project_id)] : []),
    ...(due_before ? [tasks("due_at", "<", due_before)] : []),
    ...(due_after ? [tasks("due_at", ">", due_after)] : []),
    ...wanted.label.map((label) => isLabelled(tasks, label)),
    ...(q === "" ? [] : [containsText(tasks, fold(q))]),
  ];
}

function isLabelled(tasks: Tasks, name: string) {
  return tasks.exists(
    tasks
      .selectFrom("task_labels")
      .select("name")
      .whereRef("task_id", "=", "tasks.id")
      .where("name", "=", name),
  );
}

function containsText(tasks: Tasks, words: string) {
  const pattern = `%${words.replace(/[_%|]/g, "|$&")}%`;
  return tasks.or([
    sql<boolean>`folded_title like ${pattern} escape '|'`,
    sql<boolean>`folded_description like ${pattern} escape '|'`,
  ]);
}
