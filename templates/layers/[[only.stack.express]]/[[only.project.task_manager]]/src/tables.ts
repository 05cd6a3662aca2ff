import type { AccountTables } from "./accounts/tables.ts";
import type { IdempotencyTables } from "./idempotency.ts";
import type { ProjectTables } from "./projects/tables.ts";
import type { ProviderTables } from "./providers/tables.ts";
import type { TaskTables } from "./tasks/tables.ts";

/** The types of all tables. */
export type Tables = AccountTables &
  ProviderTables &
  IdempotencyTables &
  ProjectTables &
  TaskTables;
