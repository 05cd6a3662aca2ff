/** Slugs of articles, generated from their titles. */

import { randomBytes } from "node:crypto";

import { isDuplicate } from "../database/errors.ts";

const MOST_CHARACTERS = 200;
/** An article with this slug would have the URL of the feed. */
const RESERVED = ["", "feed"];

/** Save under the title's slug, or add a random suffix if that slug is taken. */
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

/** Lower-case ASCII letters and digits joined by hyphens; empty if the title has none. */
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
