/** The features of this project, in the order of its API. */

import { guests } from "./accounts/guests.ts";
import { accounts } from "./accounts/routes.ts";
import { broadcasting } from "./channels/routes.ts";
import { messages } from "./messages/routes.ts";
import { invitations } from "./rooms/invitations.ts";
import { members } from "./rooms/members.ts";
import { rooms } from "./rooms/routes.ts";
import type { Feature } from "./routing.ts";

export const features: Feature[] = [
  accounts,
  guests,
  rooms,
  members,
  invitations,
  messages,
  broadcasting,
];

/** Answers at and below these carry tokens: no cache stores them, nor the errors there. */
export const tokenPaths = ["/api/v1/auth"];

/** What a page of another origin may send, and read of the answers. */
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
