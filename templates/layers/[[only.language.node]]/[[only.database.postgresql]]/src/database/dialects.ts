import type { Dialect } from "kysely";

import { postgresql } from "./postgresql.ts";
import { sqlite } from "./sqlite.ts";

export const SCHEMES = ["postgresql://", "postgres://", "sqlite:///"];

export function dialectOf(url: string): Dialect {
  return url.startsWith("sqlite:") ? sqlite(url) : postgresql(url);
}
