/** Sample data for guests. */

import type { User } from "./accounts/schemas.ts";
import { addFavorite } from "./articles/favorites.ts";
import { writeArticle } from "./articles/writing.ts";
import { addComment } from "./comments/queries.ts";
import type { Services } from "./services.ts";

const ARTICLES = [
  ["Hello from", "Change me, tag me, delete me.", ["demo"]],
  [
    "What you may try,",
    "Follow an author, like an article, answer a comment.",
    ["demo", "how-to"],
  ],
] as const;

/** The titles contain the name, so that no two guests want the same slug. */
export async function addSample(
  { database }: Pick<Services, "database">,
  guest: User,
): Promise<void> {
  for (const [beginning, description, tagList] of ARTICLES) {
    const articleId = await writeArticle(database, guest.id, {
      title: `${beginning} ${guest.username}`,
      description,
      body: `# ${description}`,
      tagList: [...tagList],
    });
    await addFavorite(database, articleId, guest.id);
    const place = { articleId, authorId: guest.id };
    await addComment(database, place, "The first comment is mine.");
  }
}
