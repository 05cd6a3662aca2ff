/** The features of this project, in the order of its API. */

import { guests } from "./accounts/guests.ts";
import { accounts } from "./accounts/routes.ts";
import { favorites } from "./articles/favorites.ts";
import { articles } from "./articles/routes.ts";
import { comments } from "./comments/routes.ts";
import { profiles } from "./profiles/routes.ts";
import type { Feature } from "./routing.ts";
import { tags } from "./tags/routes.ts";

export const features: Feature[] = [
  accounts,
  guests,
  profiles,
  articles,
  favorites,
  comments,
  tags,
];

/** Answers at and below these carry tokens: no cache stores them, nor the errors there. */
export const tokenPaths = ["/api/user", "/api/users"];

/** What a page of another origin may send, and read of the answers. */
export const crossOrigin = {
  methods: ["GET", "POST", "PUT", "DELETE"],
  allowedHeaders: ["Authorization", "Content-Type", "X-Request-ID"],
  exposedHeaders: ["Retry-After", "X-Request-ID"],
};
