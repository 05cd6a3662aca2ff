/** Run the server, with its WebSocket: `node src/main.ts`. */

import { createServer } from "node:http";

import { createApp } from "./app.ts";
import { isWebSocket, serveWebSockets } from "./channels/server.ts";
import { LIMITS, listen } from "./server.ts";
import { createServices } from "./services.ts";
import { loadSettings } from "./settings.ts";
import { stopOnSignal } from "./stopping.ts";

const services = createServices(loadSettings());
const server = createServer(
  { ...LIMITS, shouldUpgradeCallback: isWebSocket },
  createApp(services),
);
const webSockets = serveWebSockets(server, services);
listen(server, services);
stopOnSignal(
  server,
  async () => {
    await webSockets.close();
    await services.database.destroy();
  },
  webSockets.disconnectClients,
);
