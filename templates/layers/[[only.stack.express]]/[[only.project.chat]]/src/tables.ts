import type { AccountTables } from "./accounts/tables.ts";
import type { IdempotencyTables } from "./idempotency.ts";
import type { MessageTables } from "./messages/tables.ts";
import type { ProviderTables } from "./providers/tables.ts";
import type { RoomTables } from "./rooms/tables.ts";

/** The types of all tables. */
export type Tables = AccountTables &
  ProviderTables &
  IdempotencyTables &
  RoomTables &
  MessageTables;
