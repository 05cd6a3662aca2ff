/** Exit with a message if the port is taken: `node src/port.ts`. Before `make run`, whose watcher would not exit. */

import { createServer } from "node:net";

import { loadSettings, type Settings } from "./settings.ts";

type Address = Pick<Settings, "HOST" | "PORT">;

/** A URL that a browser on this machine can open. */
export function addressForPeople({ HOST, PORT }: Address): string {
  const isAny = HOST === "0.0.0.0" || HOST === "::";
  const name = isAny ? "127.0.0.1" : HOST.includes(":") ? `[${HOST}]` : HOST;
  return `http://${name}:${String(PORT)}`;
}

export function cannotListen(
  { HOST, PORT }: Address,
  { code }: NodeJS.ErrnoException,
): string {
  const variable = code === "EADDRNOTAVAIL" ? "HOST" : "PORT";
  return `${variable}: cannot listen on ${HOST}, port ${String(PORT)}: ${String(code)}`;
}

if (import.meta.main) {
  const settings = loadSettings();
  const probe = createServer();
  probe.on("error", (error) => {
    console.error(cannotListen(settings, error));
    process.exitCode = 1;
  });
  probe.listen(settings.PORT, settings.HOST, () => probe.close());
}
