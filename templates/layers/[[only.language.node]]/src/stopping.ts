import type { Server } from "node:http";

const PATIENCE = 10_000;
const SWEEP = 50;

export interface Stopping {
  /** Ends connections that would never finish. */
  disconnectClients: () => void;
  close: () => Promise<void>;
}

/** On SIGTERM or Ctrl-C accept no new requests, finish those in flight within ten seconds, and exit with 0. */
export function stopOnSignal(
  server: Server,
  { disconnectClients, close }: Stopping,
): void {
  const stop = (): void => {
    disconnectClients();
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
