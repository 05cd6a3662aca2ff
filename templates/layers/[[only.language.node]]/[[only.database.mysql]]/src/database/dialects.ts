import type { Dialect } from "kysely";

import { mysql } from "./mysql.ts";
import { sqlite } from "./sqlite.ts";

export const SCHEMES = ["mysql://", "mariadb://", "sqlite:///"];

export function dialectOf(url: string): Dialect {
  return url.startsWith("sqlite:") ? sqlite(url) : mysql(url);
}
