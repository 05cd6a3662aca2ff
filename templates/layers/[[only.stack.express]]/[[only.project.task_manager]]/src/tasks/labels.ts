import type { Database } from "../database/connect.ts";

/** The labels of several tasks, by task id, in one query. */
export async function labelsOf(
  database: Database,
  tasks: { id: string }[],
): Promise<Map<string, string[]>> {
  const labels = new Map<string, string[]>(tasks.map(({ id }) => [id, []]));
  if (labels.size > 0) {
    const found = await database
      .selectFrom("task_labels")
      .selectAll()
      .where("task_id", "in", [...labels.keys()])
      .orderBy("name")
      .execute();
    for (const { task_id, name } of found) {
      labels.get(task_id)?.push(name);
    }
  }
  return labels;
}

export async function addLabels(
  transaction: Database,
  taskId: string,
  names: string[],
): Promise<void> {
  if (names.length > 0) {
    await transaction
      .insertInto("task_labels")
      .values(names.map((name) => ({ task_id: taskId, name })))
      .execute();
  }
}

export async function replaceLabels(
  transaction: Database,
  taskId: string,
  names: string[],
): Promise<void> {
  await transaction
    .deleteFrom("task_labels")
    .where("task_id", "=", taskId)
    .execute();
  await addLabels(transaction, taskId, names);
}
