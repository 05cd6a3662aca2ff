/** Two authors with sample articles. */

import { addUser, changeUser, findUser } from "./accounts/queries.ts";
import type { User } from "./accounts/schemas.ts";
import { addFavorite } from "./articles/favorites.ts";
import { slugify } from "./articles/slugs.ts";
import { addArticle } from "./articles/writing.ts";
import { addComment } from "./comments/queries.ts";
import type { Database } from "./database/connect.ts";
import { follow } from "./profiles/queries.ts";

export const EMAIL = "demo@example.com";
export const PASSWORD = "correct horse battery staple";

const BIO = "I write about what I had to learn twice. 🐉";
const ARTICLES = [
  ["How to train your dragon", "Ever wonder how?", ["dragons", "training"]],
  ["Nobody reads the manual", "And what to do about it.", ["writing"]],
  [
    "Lists without surprises",
    "Pages, counts and one query too many.",
    ["sql", "writing"],
  ],
] as const;

/** Add it, unless it is there. */
export async function addDemo(database: Database): Promise<void> {
  if (await findUser(database, EMAIL)) {
    return;
  }
  await database.transaction().execute(async (transaction) => {
    const author = await addAuthor(transaction);
    const demo = { username: "demo", email: EMAIL, password: PASSWORD };
    const reader = await addUser(transaction, demo);
    await follow(transaction, reader.id, author.id);
    for (const [title, description, tagList] of ARTICLES) {
      const body = `# ${title}\n\n${description}`;
      const place = { authorId: author.id, slug: slugify(title) };
      const article = { title, description, body, tagList: [...tagList] };
      const id = await addArticle(transaction, place, article);
      await welcome(transaction, id, reader);
    }
  });
}

async function addAuthor(database: Database): Promise<User> {
  const author = await addUser(database, {
    username: "grace",
    email: "grace@example.com",
    password: PASSWORD,
  });
  return changeUser(database, author, { bio: BIO });
}

async function welcome(
  database: Database,
  articleId: number,
  reader: User,
): Promise<void> {
  await addFavorite(database, articleId, reader.id);
  const place = { articleId, authorId: reader.id };
  await addComment(database, place, "Thank you so much!");
}
