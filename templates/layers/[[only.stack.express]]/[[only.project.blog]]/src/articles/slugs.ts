/** Addresses of articles, made from their titles. */

import { randomBytes } from "node:crypto";

import { isDuplicate } from "../database/errors.ts";

const MOST_CHARACTERS = 200;
/** The feed is where an article of this slug would be. */
const RESERVED = ["", "feed"];

/** Save under the slug of the title, or under one of a random end when another article has that. */
export async function saveUnderSlug<Saved>(
  title: string,
  save: (slug: string) => Promise<Saved>,
): Promise<Saved> {
  const slug = slugify(title);
  if (!RESERVED.includes(slug)) {
    try {
      return await save(slug);
    } catch (error) {
      if (!isDuplicate(error)) {
        throw error;
      }
    }
  }
  const end = randomBytes(8).toString("hex");
  return save(slug === "" ? end : `${slug}-${end}`);
}

/** Lower-case ASCII letters and digits joined by hyphens; nothing when the title has none. */
export function slugify(title: string): string {
  return title
    .normalize("NFKD")
    .replace(/\P{ASCII}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-/, "")
    .slice(0, MOST_CHARACTERS)
    .replace(/-$/, "");
}
