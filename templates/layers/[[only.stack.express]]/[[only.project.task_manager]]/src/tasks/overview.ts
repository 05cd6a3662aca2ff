/** Statistics over a user's tasks. */

import type { Database } from "../database/connect.ts";
import { PRIORITIES, STATUSES } from "./schemas.ts";

const WEEK = 7 * 24 * 60 * 60 * 1000;

export function countLabels(database: Database, userId: string) {
  return database
    .selectFrom("task_labels")
    .innerJoin("tasks", "tasks.id", "task_labels.task_id")
    .select(({ fn }) => ["name", fn.countAll<number>().as("count")])
    .where("user_id", "=", userId)
    .groupBy("name")
    .orderBy("name")
    .execute();
}

export async function countByStatus(database: Database, userId: string) {
  const rows = await tasksOf(database, userId)
    .select("status")
    .groupBy("status")
    .execute();
  const counts = new Map(rows.map(({ status, count }) => [status, count]));
  return Object.fromEntries(
    STATUSES.map((status) => [status, counts.get(status) ?? 0]),
  );
}

export async function countByPriority(database: Database, userId: string) {
  const rows = await tasksOf(database, userId)
    .select("priority")
    .groupBy("priority")
    .execute();
  const counts = new Map(rows.map(({ priority, count }) => [priority, count]));
  return Object.fromEntries(
    PRIORITIES.map((priority, rank) => [priority, counts.get(rank) ?? 0]),
  );
}

export async function countOverdue(database: Database, userId: string) {
  const { count } = await tasksOf(database, userId)
    .where("due_at", "<", new Date())
    .where("status", "in", ["todo", "in_progress"])
    .executeTakeFirstOrThrow();
  return count;
}

export async function countCompleted(database: Database, userId: string) {
  const { count } = await tasksOf(database, userId)
    .where("completed_at", ">=", new Date(Date.now() - WEEK))
    .executeTakeFirstOrThrow();
  return count;
}

function tasksOf(database: Database, userId: string) {
  return database
    .selectFrom("tasks")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("user_id", "=", userId);
}
