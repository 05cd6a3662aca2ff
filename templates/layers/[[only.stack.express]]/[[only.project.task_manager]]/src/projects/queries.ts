import type { Database } from "../database/connect.ts";
import { held } from "../database/locks.ts";
import { NotFound } from "../failures.ts";
import { isId } from "../schemas.ts";
import type { Project } from "./schemas.ts";

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

/** Its tasks are kept. They change, so their versions increase; the lock prevents new tasks meanwhile. */
export async function deleteProject(
  database: Database,
  project: Project,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const itself = transaction
      .selectFrom("projects")
      .select("id")
      .where("id", "=", project.id);
    await held(transaction, itself).execute();
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
    await transaction
      .deleteFrom("projects")
      .where("id", "=", project.id)
      .execute();
  });
}
