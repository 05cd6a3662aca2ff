/** Serve the API: `node src/main.ts`. */

import { createServer } from "node:http";

import { createApp } from "./app.ts";
import { createServices } from "./services.ts";
import { loadSettings } from "./settings.ts";
import { stopOnSignal } from "./stopping.ts";

const settings = loadSettings();
const services = createServices(settings);
const { database, logger } = services;

// A proxy in front keeps its connections for about a minute; it has to be the one that closes them.
const server = createServer({ keepAliveTimeout: 75_000 }, createApp(services));
server.on("error", (error) => {
  logger.fatal(error, "The server cannot listen");
  process.exitCode = 1;
});
server.listen(settings.port, "0.0.0.0", () => {
  logger.info({ port: settings.port }, "Listening");
});
stopOnSignal(server, () => database.destroy());
