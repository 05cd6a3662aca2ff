/** The features of this project, in the order of its API. */

import { accounts } from "./accounts/routes.ts";
import { broadcasting } from "./channels/routes.ts";
import { messages } from "./messages/routes.ts";
import { members } from "./rooms/members.ts";
import { rooms } from "./rooms/routes.ts";
import type { Feature } from "./routing.ts";
import { web } from "./web.ts";

export const features: Feature[] = [
  accounts,
  rooms,
  members,
  messages,
  broadcasting,
  web,
];
