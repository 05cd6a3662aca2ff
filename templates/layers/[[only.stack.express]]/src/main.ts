/** Run the server: `node src/main.ts`. */

import { createServer } from "node:http";

import { createApp } from "./app.ts";
import { addressForPeople, cannotListen } from "./port.ts";
import { serverOptions, startProject } from "./project.ts";
import { createServices } from "./services.ts";
import { loadSettings } from "./settings.ts";
import { stopOnSignal } from "./stopping.ts";

const limits = {
  // A reverse proxy keeps connections open for about a minute, and has to close them first.
  keepAliveTimeout: 75_000,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 32 * 1024,
};

const settings = loadSettings();
const services = createServices(settings);
const server = createServer(
  { ...limits, ...serverOptions },
  createApp(services),
);
const project = startProject(server, services);
server.on("error", (error) => {
  console.error(cannotListen(settings, error));
  // Other open resources, such as a Redis connection, would keep the process alive.
  process.exit(1);
});
server.listen(settings.PORT, settings.HOST, () => {
  services.logger.info(`Listening on ${addressForPeople(settings)}`);
});
stopOnSignal(server, {
  disconnectClients: project.disconnectClients,
  close: async () => {
    await project.close();
    await services.database.destroy();
  },
});
