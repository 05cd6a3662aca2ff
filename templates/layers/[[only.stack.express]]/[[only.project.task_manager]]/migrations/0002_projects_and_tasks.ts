/** Projects, tasks and their labels. */

import type { Kysely } from "kysely";

import { columnsOf, type Columns } from "../src/database/columns.ts";

export async function up(db: Kysely<unknown>): Promise<void> {
  const columns = await columnsOf(db);
  await createProjects(db, columns);
  await createTasks(db, columns);
  await createLabels(db, columns);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable("task_labels").execute();
  await db.schema.dropTable("tasks").execute();
  await db.schema.dropTable("projects").execute();
}

async function createProjects(
  db: Kysely<unknown>,
  { identifier, timestamp, flag, words }: Columns,
): Promise<void> {
  await db.schema
    .createTable("projects")
    .addColumn("id", identifier, (column) => column.primaryKey().notNull())
    .addColumn("user_id", identifier, (column) => column.notNull())
    .addColumn("name", words(100), (column) => column.notNull())
    .addColumn("color", words(7))
    .addColumn("archived", flag, (column) => column.notNull())
    .addColumn("created_at", timestamp, (column) => column.notNull())
    .addColumn("updated_at", timestamp, (column) => column.notNull())
    .addUniqueConstraint("projects_name", ["user_id", "name"])
    .addForeignKeyConstraint(
      "projects_user_id",
      ["user_id"],
      "users",
      ["id"],
      (key) => key.onDelete("cascade"),
    )
    .execute();
  await db.schema
    .createIndex("projects_by_age")
    .on("projects")
    .columns(["user_id", "created_at", "id"])
    .execute();
}

async function createTasks(
  db: Kysely<unknown>,
  { identifier, timestamp, words }: Columns,
): Promise<void> {
  await db.schema
    .createTable("tasks")
    .addColumn("id", identifier, (column) => column.primaryKey().notNull())
    .addColumn("user_id", identifier, (column) => column.notNull())
    .addColumn("project_id", identifier)
    .addColumn("title", words(200), (column) => column.notNull())
    .addColumn("description", words(), (column) => column.notNull())
    .addColumn("folded_title", words(600), (column) => column.notNull())
    .addColumn("folded_description", words(), (column) => column.notNull())
    .addColumn("status", words(11), (column) => column.notNull())
    .addColumn("priority", "smallint", (column) => column.notNull())
    .addColumn("due_at", timestamp)
    .addColumn("completed_at", timestamp)
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("created_at", timestamp, (column) => column.notNull())
    .addColumn("updated_at", timestamp, (column) => column.notNull())
    .addForeignKeyConstraint(
      "tasks_user_id",
      ["user_id"],
      "users",
      ["id"],
      (key) => key.onDelete("cascade"),
    )
    .addForeignKeyConstraint(
      "tasks_project_id",
      ["project_id"],
      "projects",
      ["id"],
      (key) => key.onDelete("set null"),
    )
    .execute();
  // One for each filter and sort, within the tasks of one user.
  const indexes = {
    tasks_by_age: ["user_id", "created_at", "id"],
    tasks_by_due_at: ["user_id", "due_at", "id"],
    tasks_by_priority: ["user_id", "priority", "id"],
    tasks_by_title: ["user_id", "title", "id"],
    tasks_by_status: ["user_id", "status", "created_at", "id"],
    tasks_by_project: ["user_id", "project_id", "created_at", "id"],
    tasks_of_project: ["project_id"],
  };
  for (const [name, columns] of Object.entries(indexes)) {
    await db.schema.createIndex(name).on("tasks").columns(columns).execute();
  }
}

async function createLabels(
  db: Kysely<unknown>,
  { identifier, words }: Columns,
): Promise<void> {
  await db.schema
    .createTable("task_labels")
    .addColumn("task_id", identifier, (column) => column.notNull())
    .addColumn("name", words(50), (column) => column.notNull())
    .addPrimaryKeyConstraint("task_labels_key", ["task_id", "name"])
    .addForeignKeyConstraint(
      "task_labels_task_id",
      ["task_id"],
      "tasks",
      ["id"],
      (key) => key.onDelete("cascade"),
    )
    .execute();
  await db.schema
    .createIndex("task_labels_by_name")
    .on("task_labels")
    .columns(["name", "task_id"])
    .execute();
}
