import type { AccountTables } from "./accounts/tables.ts";
import type { ArticleTables } from "./articles/tables.ts";
import type { CommentTables } from "./comments/tables.ts";
import type { ProfileTables } from "./profiles/tables.ts";
import type { ProviderTables } from "./providers/tables.ts";
import type { TagTables } from "./tags/tables.ts";

/** The types of all tables. */
export type Tables = AccountTables &
  ProviderTables &
  ProfileTables &
  ArticleTables &
  TagTables &
  CommentTables;
