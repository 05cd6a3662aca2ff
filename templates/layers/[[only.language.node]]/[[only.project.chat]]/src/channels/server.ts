/** The WebSocket: `GET /app/{key}?protocol=7`. */

import { STATUS_CODES, type IncomingMessage, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";

import { WebSocketServer, type WebSocket } from "ws";

import type { Services } from "../services.ts";
import { maySubscribe, watchSignOuts } from "./access.ts";
import { Connection } from "./connection.ts";
import type { ConnectionServices } from "./frame-handler.ts";
import { errorFrame } from "./frames.ts";

const LONGEST_FRAME = 64 * 1024;
/** The latest version of Pusher's clients is 7; its Java client uses 5. All three have the same frames. */
const PROTOCOLS = ["5", "6", "7"];
/** For closing connections when the server stops, in milliseconds. */
const CLOSE_TIMEOUT = 5_000;

export interface WebSockets {
  /** Makes the clients connect to another process. */
  disconnectClients: () => void;
  /** Resolves when all are disconnected. */
  close: () => Promise<void>;
}

/** An offer of another protocol, such as HTTP/2, is ignored. */
export function isWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === "websocket";
}

export function serveWebSockets(
  server: Server,
  services: Services,
): WebSockets {
  const { hub } = services;
  const connected = connectionServices(services);
  const running = new Set<Promise<void>>();
  const websocketServer = new WebSocketServer({
    noServer: true,
    maxPayload: LONGEST_FRAME,
    perMessageDeflate: false,
    autoPong: false,
    // No subprotocol is supported; by default, ws accepts the first that is offered.
    handleProtocols: () => false,
  });
  websocketServer.on("wsClientError", (_error, socket) => {
    answerHttp(socket, 400);
  });

  server.on("upgrade", (request, socket: Duplex, head) => {
    const [path = "", query = ""] = (request.url ?? "").split("?", 2);
    const key = /^\/app\/([^/]+)$/.exec(path)?.[1];
    if (key === undefined) {
      answerHttp(socket, 404);
      return;
    }
    websocketServer.handleUpgrade(request, socket, head, (websocket) => {
      websocket.on("error", (error) => {
        services.logger.debug(error, "A client broke the protocol");
      });
      const protocol = new URLSearchParams(query).get("protocol");
      if (accepts(websocket, connected, key, protocol)) {
        const connection = new Connection(websocket, connected).run();
        running.add(connection);
        void connection.finally(() => running.delete(connection));
      }
    });
  });

  hub.open();
  const stopWatching = watchSignOuts(services);
  return {
    disconnectClients: () => {
      hub.stop();
      setTimeout(() => {
        websocketServer.clients.forEach((websocket) => {
          websocket.terminate();
        });
      }, CLOSE_TIMEOUT).unref();
    },
    close: async () => {
      stopWatching();
      // The presence of those that are still open expires.
      await Promise.race([Promise.all(running), sleep(CLOSE_TIMEOUT)]);
      await hub.fanout.close();
    },
  };
}

function connectionServices({
  database,
  hub,
  logger,
  settings,
  signer,
}: Services): ConnectionServices {
  return {
    hub,
    logger,
    signer,
    activityTimeout: settings.ACTIVITY_TIMEOUT,
    maySubscribe: (...asked) => maySubscribe(database, ...asked),
  };
}

function accepts(
  websocket: WebSocket,
  { signer }: ConnectionServices,
  key: string,
  protocol: string | null,
): boolean {
  if (key !== signer.key) {
    refuse(websocket, 4001, "There is no application with this key.");
    return false;
  }
  if (!PROTOCOLS.includes(protocol ?? "")) {
    refuse(websocket, 4007, "This protocol is not supported. Use protocol=7.");
    return false;
  }
  return true;
}

function refuse(websocket: WebSocket, code: number, reason: string): void {
  websocket.send(errorFrame(code, reason));
  websocket.close(code, reason);
}

/** The response to a failed handshake, written by hand because Express does not see upgrades. */
function answerHttp(socket: Duplex, status: 400 | 404): void {
  const title = STATUS_CODES[status];
  const body = JSON.stringify({
    type: "about:blank",
    title,
    status,
    detail: "/app/{key} only accepts WebSocket connections.",
  });
  socket.on("error", () => undefined);
  socket.end(
    [
      `HTTP/1.1 ${String(status)} ${String(title)}`,
      "Connection: close",
      "Content-Type: application/problem+json",
      `Content-Length: ${String(Buffer.byteLength(body))}`,
      "X-Content-Type-Options: nosniff",
      "",
      body,
    ].join("\r\n"),
  );
}
