import type { Generated } from "kysely";

export interface CommentTables {
  comments: {
    id: Generated<number>;
    article_id: number;
    author_id: string;
    body: string;
    created_at: Date;
    updated_at: Date;
  };
}
