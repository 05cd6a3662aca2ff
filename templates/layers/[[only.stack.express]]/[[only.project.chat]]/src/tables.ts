import type { AccountTables } from "./accounts/tables.ts";
import type { MessageTables } from "./messages/tables.ts";
import type { RoomTables } from "./rooms/tables.ts";

/** Every table of the database, as the compiler knows it. */
export type Tables = AccountTables & RoomTables & MessageTables;
