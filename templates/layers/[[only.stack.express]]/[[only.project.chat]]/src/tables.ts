import type { AccountTables } from "./accounts/tables.ts";
import type { MessageTables } from "./messages/tables.ts";
import type { RoomTables } from "./rooms/tables.ts";

/** The types of all tables. */
export type Tables = AccountTables & RoomTables & MessageTables;
