import type { Dialect } from "kysely";

import { sqlite } from "./sqlite.ts";

export const SCHEMES = ["sqlite:///"];

export function dialectOf(url: string): Dialect {
  return sqlite(url);
}
