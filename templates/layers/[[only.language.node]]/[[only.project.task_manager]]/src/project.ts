/** What starts and stops with this project, besides its HTTP server: nothing so far. */

import type { Server } from "node:http";

import type { Logger } from "pino";

import type { Services } from "./services.ts";
import type { Settings } from "./settings.ts";
import type { Stopping } from "./stopping.ts";

export const serverOptions = {};

export type ProjectServices = object;

export const createProjectServices: (
  settings: Settings,
  logger: Logger,
) => ProjectServices = () => ({});

export const startProject: (
  server: Server,
  services: Services,
) => Stopping = () => ({
  disconnectClients: () => undefined,
  close: () => Promise.resolve(),
});
