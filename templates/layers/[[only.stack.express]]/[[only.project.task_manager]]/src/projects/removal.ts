import type { Database } from "../database/connect.ts";
import { lockForUpdate } from "../database/locks.ts";
import { removeFromProject } from "../tasks/queries.ts";
import type { Project } from "./schemas.ts";

/** Its tasks are kept; the lock prevents new ones meanwhile. Apart from the queries, which those of tasks import. */
export async function deleteProject(
  database: Database,
  project: Project,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const itself = transaction
      .selectFrom("projects")
      .select("id")
      .where("id", "=", project.id);
    await lockForUpdate(transaction, itself).execute();
    await removeFromProject(transaction, project);
    await transaction
      .deleteFrom("projects")
      .where("id", "=", project.id)
      .execute();
  });
}
