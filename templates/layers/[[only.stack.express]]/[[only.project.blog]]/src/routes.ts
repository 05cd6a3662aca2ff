/** The features of this project, in the order of the API document. */

import { authentication, me } from "./accounts/routes.ts";
import { articles, feed } from "./articles/routes.ts";
import { comments } from "./comments/routes.ts";
import { profiles } from "./profiles/routes.ts";
import { providerLinks, signInWithProviders } from "./providers/routes.ts";
import type { Feature } from "./routing.ts";
import { tags } from "./tags/routes.ts";

export const features: Feature[] = [
  authentication,
  signInWithProviders,
  providerLinks,
  me,
  profiles,
  feed,
  articles,
  comments,
  tags,
];

/** Responses of these paths contain tokens, so caches must not store them or their errors. */
export const tokenPaths = ["/api/user", "/api/users"];

/** The request headers that other origins may send, and the response headers they may read. */
export const crossOrigin = {
  methods: ["GET", "POST", "PUT", "DELETE"],
  allowedHeaders: ["Authorization", "Content-Type", "X-Request-ID"],
  exposedHeaders: ["Retry-After", "X-Request-ID"],
};
