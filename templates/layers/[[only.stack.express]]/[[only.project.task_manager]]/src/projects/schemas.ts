import type { Selectable } from "kysely";
import { z } from "zod";

import { name } from "../schemas.ts";
import type { ProjectTables } from "./tables.ts";

const Name = name(100);
const Color = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i, "It is a colour like #2f6fed.")
  .nullable();

export const NewProject = z.strictObject({
  name: Name,
  color: Color.default(null),
});

/** A merge patch: omitted members stay unchanged, null clears. */
export const ProjectChange = z.strictObject({
  name: Name.exactOptional(),
  color: Color.exactOptional(),
  archived: z.boolean().exactOptional(),
});

export type NewProject = z.output<typeof NewProject>;
export type ProjectChange = z.output<typeof ProjectChange>;
export type Project = Selectable<ProjectTables["projects"]>;

export function showProject(project: Project) {
  const { id, name, color, archived, created_at, updated_at } = project;
  return { id, name, color, archived, created_at, updated_at };
}
