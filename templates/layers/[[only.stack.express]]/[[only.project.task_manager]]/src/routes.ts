/** The features of this project, in the order of its API. */

import { guests } from "./accounts/guests.ts";
import { accounts } from "./accounts/routes.ts";
import { projects } from "./projects/routes.ts";
import type { Feature } from "./routing.ts";
import { overview } from "./tasks/overview.ts";
import { tasks } from "./tasks/routes.ts";

export const features: Feature[] = [
  accounts,
  guests,
  projects,
  tasks,
  overview,
];

/** Answers at and below these carry tokens: no cache stores them, nor the errors there. */
export const tokenPaths = ["/api/v1/auth"];

/** What a page of another origin may send, and read of the answers. */
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
