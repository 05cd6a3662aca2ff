/** Exit with a message if the port is taken: `node src/port.ts`. */

import { createServer } from "node:net";

import { loadSettings, type Settings } from "./settings.ts";

type Place = Pick<Settings, "host" | "port">;

/** A URL that a browser on this machine can open. */
export function addressForPeople({ host, port }: Place): string {
  const isAny = host === "0.0.0.0" || host === "::";
  const name = isAny ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${String(port)}`;
}

export function cannotListen(
  { host, port }: Place,
  { code }: NodeJS.ErrnoException,
): string {
  const variable = code === "EADDRNOTAVAIL" ? "HOST" : "PORT";
  return `${variable}: cannot listen on ${host}, port ${String(port)}: ${String(code)}`;
}

if (import.meta.main) {
  const settings = loadSettings();
  const probe = createServer();
  probe.on("error", (error) => {
    console.error(cannotListen(settings, error));
    process.exitCode = 1;
  });
  probe.listen(settings.port, settings.host, () => probe.close());
}
