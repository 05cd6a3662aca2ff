/** Sample projects and tasks. */

import { addProject } from "./projects/queries.ts";
import type { Services } from "./services.ts";
import { addTask } from "./tasks/queries.ts";
import { NewTask } from "./tasks/schemas.ts";

const DAY = 24 * 60 * 60 * 1000;

const TASKS = [
  ["Launch", "Write the release notes", "in_progress", "high", 2, ["writing"]],
  ["Launch", "Test the backup", "todo", "urgent", -1, ["ops"]],
  ["Launch", "Choose a logo", "done", "low", -5, ["design"]],
  ["Launch", "Print stickers", "cancelled", "low", null, ["design"]],
  ["Home", "Water the plants 🌱", "todo", "medium", 1, ["garden"]],
  [
    null,
    "Read about keyset pagination",
    "todo",
    "medium",
    null,
    ["reading", "sql"],
  ],
] as const;

export async function addSample(
  { database }: Pick<Services, "database">,
  user: { id: string },
): Promise<void> {
  const projects = {
    Launch: await addProject(database, user, {
      name: "Launch",
      color: "#2f6fed",
    }),
    Home: await addProject(database, user, { name: "Home", color: "#3aa76d" }),
  };
  for (const [project, title, status, priority, days, labels] of TASKS) {
    const task = NewTask.parse({
      title,
      status,
      priority,
      labels: [...labels],
    });
    await addTask(database, user, {
      ...task,
      due_at: days === null ? null : new Date(Date.now() + days * DAY),
      project_id: project && projects[project].id,
    });
  }
}
