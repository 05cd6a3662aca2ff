import type { Server } from "node:http";

const PATIENCE = 10_000;
const SWEEP = 50;

/**
 * On SIGTERM or Ctrl-C accept no new requests, finish those in flight within ten seconds, and exit with 0. `hangUp` closes
 * connections that would never finish.
 */
export function stopOnSignal(
  server: Server,
  close: () => Promise<void>,
  hangUp: () => void = () => undefined,
): void {
  const stop = (): void => {
    hangUp();
    void drain(server)
      .then(close)
      .finally(() => process.exit(0));
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

async function drain(server: Server): Promise<void> {
  // A connection that got its response would be kept open for the next request.
  const sweep = setInterval(() => {
    server.closeIdleConnections();
  }, SWEEP);
  const deadline = setTimeout(() => {
    server.closeAllConnections();
  }, PATIENCE);
  await new Promise((resolve) => server.close(resolve));
  clearInterval(sweep);
  clearTimeout(deadline);
}
