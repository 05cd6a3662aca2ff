import { Kysely, type LogConfig } from "kysely";

import type { Tables } from "../tables.ts";
import { dialectOf } from "./dialects.ts";

export type Database = Kysely<Tables>;

/** Connects with the first statement, so that the process starts while the database is down. */
export function connect(url: string, log: LogConfig = []): Database {
  return new Kysely<Tables>({ dialect: dialectOf(url), log });
}
