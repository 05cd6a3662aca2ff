import type { Server } from "node:http";

/** In milliseconds. */
const DRAIN_TIMEOUT = 10_000;
const IDLE_CHECK_INTERVAL = 50;

/**
 * On SIGTERM or Ctrl-C accept no new requests, finish those in flight within ten seconds, `close` what is open, and exit
 * with 0. `disconnect` runs first, and ends connections that would never finish.
 */
export function stopOnSignal(
  server: Server,
  close: () => Promise<void>,
  disconnect: () => void = () => undefined,
): void {
  const stop = (): void => {
    disconnect();
    void drain(server)
      .then(close)
      .finally(() => process.exit(0));
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

async function drain(server: Server): Promise<void> {
  // A connection that got its response would be kept open for the next request.
  const idleCheck = setInterval(() => {
    server.closeIdleConnections();
  }, IDLE_CHECK_INTERVAL);
  const deadline = setTimeout(() => {
    server.closeAllConnections();
  }, DRAIN_TIMEOUT);
  await new Promise((resolve) => server.close(resolve));
  clearInterval(idleCheck);
  clearTimeout(deadline);
}
