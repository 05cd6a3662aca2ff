import type { Generated } from "kysely";

export interface ArticleTables {
  articles: {
    /** Increases, so the newest article has the highest one. */
    id: Generated<number>;
    author_id: string;
    slug: string;
    title: string;
    description: string;
    body: string;
    created_at: Date;
    updated_at: Date;
  };
  favorites: { article_id: number; user_id: string };
}
