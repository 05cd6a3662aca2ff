/** The features of this project, in the order of the API document. */

import { authentication, me } from "./accounts/routes.ts";
import { broadcasting, broadcastingConfig } from "./channels/routes.ts";
import { messages } from "./messages/routes.ts";
import { invitations } from "./rooms/invitations.ts";
import { members } from "./rooms/members.ts";
import { rooms } from "./rooms/routes.ts";
import { providerLinks, signInWithProviders } from "./providers/routes.ts";
import type { Feature } from "./routing.ts";

export const features: Feature[] = [
  authentication,
  signInWithProviders,
  providerLinks,
  me,
  rooms,
  members,
  invitations,
  messages,
  broadcastingConfig,
  broadcasting,
];

/** Responses of these paths contain tokens, so caches must not store them or their errors. */
export const tokenPaths = ["/api/v1/auth"];

/** The request headers that other origins may send, and the response headers they may read. */
export const crossOrigin = {
  methods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
  allowedHeaders: [
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "X-Request-ID",
  ],
  exposedHeaders: ["Link", "Location", "Retry-After", "X-Request-ID"],
};
