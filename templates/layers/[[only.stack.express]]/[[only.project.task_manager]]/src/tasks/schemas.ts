import type { Selectable } from "kysely";
import { z } from "zod";

import { PageQuery } from "../pagination.ts";
import { Id, name, text } from "../schemas.ts";
import { sortDistinct } from "../sorting.ts";
import { Time } from "../times.ts";
import type { TaskTables } from "./tables.ts";

export const STATUSES = ["todo", "in_progress", "done", "cancelled"] as const;
export const PRIORITIES = ["low", "medium", "high", "urgent"] as const;
const SORTS = ["created_at", "due_at", "priority", "title"] as const;

export type Status = (typeof STATUSES)[number];
export type SortName = `${"" | "-"}${(typeof SORTS)[number]}`;

const Title = name(200);
const Description = text(0, 10_000);
const StatusName = z.enum(STATUSES);
const PriorityName = z.enum(PRIORITIES);
const Label = name(50);
const Labels = z
  .array(Label)
  .max(20, "A task has at most 20 labels.")
  .transform(sortDistinct);

export const NewTask = z.strictObject({
  title: Title,
  description: Description.default(""),
  status: StatusName.default("todo"),
  priority: PriorityName.default("medium"),
  due_at: Time.nullable().default(null),
  project_id: Id.nullable().default(null),
  labels: Labels.default([]),
});

/** A merge patch: omitted members stay unchanged, null clears. */
export const TaskChange = z.strictObject({
  title: Title.exactOptional(),
  description: Description.exactOptional(),
  status: StatusName.exactOptional(),
  priority: PriorityName.exactOptional(),
  due_at: Time.nullable().exactOptional(),
  project_id: Id.nullable().exactOptional(),
  labels: Labels.exactOptional(),
});

export const TaskQuery = PageQuery.extend({
  status: StatusName.optional(),
  priority: PriorityName.optional(),
  project_id: Id.optional(),
  label: z
    .union([Label.transform((label) => [label]), z.array(Label).max(20)])
    .default([]),
  due_before: Time.optional(),
  due_after: Time.optional(),
  q: text(0, 200).default(""),
  sort: z
    .enum(SORTS.flatMap((name): SortName[] => [name, `-${name}`]))
    .default("-created_at"),
});

export type NewTask = z.output<typeof NewTask>;
export type TaskChange = z.output<typeof TaskChange>;
export type TaskQuery = z.output<typeof TaskQuery>;
export type TaskRow = Selectable<TaskTables["tasks"]>;
export type Task = TaskRow & { labels: string[] };

export function showTask(task: TaskRow, labels: string[]) {
  return {
    id: task.id,
    title: task.title,
    description: task.description,
    status: task.status,
    priority: PRIORITIES[task.priority],
    due_at: task.due_at,
    completed_at: task.completed_at,
    project_id: task.project_id,
    labels,
    version: task.version,
    created_at: task.created_at,
    updated_at: task.updated_at,
  };
}
