/** The features of this project, in the order of the API document. */

import { authentication, me } from "./accounts/routes.ts";
import { projects } from "./projects/routes.ts";
import { providerLinks, signInWithProviders } from "./providers/routes.ts";
import type { Feature } from "./routing.ts";
import { overview, tasks } from "./tasks/routes.ts";

export const features: Feature[] = [
  authentication,
  signInWithProviders,
  providerLinks,
  me,
  projects,
  tasks,
  overview,
];

/** Responses of these paths contain tokens, so caches must not store them or their errors. */
export const tokenPaths = ["/api/v1/auth"];

/** The request headers that other origins may send, and the response headers they may read. */
export const crossOrigin = {
  methods: ["GET", "POST", "PATCH", "DELETE"],
  allowedHeaders: [
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
    "If-None-Match",
    "X-Request-ID",
  ],
  exposedHeaders: ["ETag", "Link", "Location", "Retry-After", "X-Request-ID"],
};
