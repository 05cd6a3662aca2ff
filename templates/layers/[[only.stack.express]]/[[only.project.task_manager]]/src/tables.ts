import type { AccountTables } from "./accounts/tables.ts";
import type { ProjectTables } from "./projects/tables.ts";
import type { TaskTables } from "./tasks/tables.ts";

/** Every table of the database, as the compiler knows it. */
export type Tables = AccountTables & ProjectTables & TaskTables;
