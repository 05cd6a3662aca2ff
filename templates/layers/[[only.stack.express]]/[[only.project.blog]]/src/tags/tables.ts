import type { Generated } from "kysely";

export interface TagTables {
  tags: { id: Generated<number>; name: string };
  article_tags: { article_id: number; tag_id: number };
}
