/** Run the server: `node src/main.ts`. */

import { createServer } from "node:http";

import { createApp } from "./app.ts";
import { LIMITS, listen } from "./server.ts";
import { createServices } from "./services.ts";
import { loadSettings } from "./settings.ts";
import { stopOnSignal } from "./stopping.ts";

const services = createServices(loadSettings());
const server = createServer(LIMITS, createApp(services));
listen(server, services);
stopOnSignal(server, () => services.database.destroy());
