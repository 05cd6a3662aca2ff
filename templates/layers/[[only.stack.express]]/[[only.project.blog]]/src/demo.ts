/** Two authors with sample articles. */

import { addUser, changeUser, findUser } from "./accounts/queries.ts";
import type { User } from "./accounts/schemas.ts";
import { addFavorite } from "./articles/favorites.ts";
import { slugify } from "./articles/slugs.ts";
import { addArticle } from "./articles/writing.ts";
import { addComment } from "./comments/queries.ts";
import type { Database } from "./database/connect.ts";
import { follow } from "./profiles/queries.ts";
import type { UserServices } from "./services.ts";

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

/** They have to be free. */
export const NAMES = [
  EMAIL,
  "grace@example.com",
  "demo",
  "grace",
  ...ARTICLES.map(([title]) => slugify(title)),
];

/** Add it, unless it is there. */
export async function addDemo({
  database,
  passwords,
}: UserServices): Promise<void> {
  const found = await findUser(database, EMAIL);
  if (found && (await passwords.match(PASSWORD, found.password_hash))) {
    return;
  }
  await database.transaction().execute(async (transaction) => {
    const services = { database: transaction, passwords };
    const author = await addAuthor(services);
    const demo = { username: "demo", email: EMAIL, password: PASSWORD };
    const reader = await addUser(services, demo);
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

async function addAuthor(services: UserServices): Promise<User> {
  const author = await addUser(services, {
    username: "grace",
    email: "grace@example.com",
    password: PASSWORD,
  });
  return changeUser(services, author, { bio: BIO });
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
