import { randomUUID } from "node:crypto";

import type { Database } from "../database/connect.ts";
import { isDuplicate } from "../database/errors.ts";
import { Conflict, NotFound } from "../failures.ts";
import { isId } from "../schemas.ts";
import { asCompared } from "../text.ts";
import type { NewProject, Project, ProjectChange } from "./schemas.ts";

interface Owner {
  id: string;
}

export function projectsOf(database: Database, user: Owner) {
  return database
    .selectFrom("projects")
    .selectAll()
    .where("user_id", "=", user.id);
}

export async function findProject(
  database: Database,
  user: Owner,
  id: string,
): Promise<Project> {
  const project = isId(id)
    ? await projectsOf(database, user)
        .where("id", "=", id.toLowerCase())
        .executeTakeFirst()
    : undefined;
  if (!project) {
    throw new NotFound();
  }
  return project;
}

export async function addProject(
  database: Database,
  user: Owner,
  { name, color }: NewProject,
): Promise<Project> {
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
  await translateDuplicate(database.insertInto("projects").values(project));
  return project;
}

export async function changeProject(
  database: Database,
  project: Project,
  change: ProjectChange,
): Promise<Project> {
  const { name = project.name } = change;
  const columns = {
    ...change,
    name_key: asCompared(name),
    updated_at: new Date(),
  };
  await translateDuplicate(
    database.updateTable("projects").set(columns).where("id", "=", project.id),
  );
  return { ...project, ...columns };
}

/** Names are unique per user. */
async function translateDuplicate(statement: { execute(): Promise<unknown> }) {
  try {
    await statement.execute();
  } catch (error) {
    throw isDuplicate(error)
      ? new Conflict("You already have a project with this name.")
      : error;
  }
}
