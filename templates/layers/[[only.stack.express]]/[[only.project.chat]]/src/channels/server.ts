/** The WebSocket: `GET /app/{key}?protocol=7`. */

import { STATUS_CODES, type IncomingMessage, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";

import { WebSocketServer, type WebSocket } from "ws";

import type { Services } from "../services.ts";
import { mayEnter } from "./access.ts";
import { Connection, type ConnectionServices } from "./connection.ts";
import { errorFrame } from "./frames.ts";
import { followSignOuts } from "./sign-outs.ts";

const LONGEST_FRAME = 64 * 1024;
/** The latest version of Pusher's clients is 7; its Java client uses 5. All three have the same frames. */
const PROTOCOLS = ["5", "6", "7"];
/** For goodbyes when the server stops, in milliseconds. */
const PATIENCE = 5_000;

export interface WebSockets {
  /** Send the clients away. */
  hangUp: () => void;
  /** When the last of them has gone. */
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
  const { hub } = services.channels;
  const parts = partsFor(services);
  const visits = new Set<Promise<void>>();
  const websocketServer = new WebSocketServer({
    noServer: true,
    maxPayload: LONGEST_FRAME,
    perMessageDeflate: false,
    autoPong: false,
    // None is spoken here; ws would take the first that is offered.
    handleProtocols: () => false,
  });
  websocketServer.on("wsClientError", (_error, socket) => {
    answerPlainly(socket, 400);
  });

  server.on("upgrade", (request, socket: Duplex, head) => {
    const [path = "", query = ""] = (request.url ?? "").split("?", 2);
    const key = /^\/app\/([^/]+)$/.exec(path)?.[1];
    if (key === undefined) {
      answerPlainly(socket, 404);
      return;
    }
    websocketServer.handleUpgrade(request, socket, head, (websocket) => {
      websocket.on("error", (error) => {
        services.logger.debug(error, "A client broke the protocol");
      });
      const protocol = new URLSearchParams(query).get("protocol");
      if (isWelcome(websocket, parts, key, protocol)) {
        const visit = new Connection(websocket, parts).run();
        visits.add(visit);
        void visit.finally(() => visits.delete(visit));
      }
    });
  });

  hub.open();
  const stopFollowing = followSignOuts(services);
  return {
    hangUp: () => {
      hub.stop();
      setTimeout(() => {
        websocketServer.clients.forEach((websocket) => {
          websocket.terminate();
        });
      }, PATIENCE).unref();
    },
    close: async () => {
      stopFollowing();
      // Who has not said goodbye by then lapses by themself.
      await Promise.race([Promise.all(visits), sleep(PATIENCE)]);
      await hub.close();
    },
  };
}

function partsFor({
  channels,
  database,
  logger,
  settings,
}: Services): ConnectionServices {
  return {
    ...channels,
    logger,
    activityTimeout: settings.activityTimeout,
    mayEnter: (...asked) => mayEnter(database, ...asked),
  };
}

function isWelcome(
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

/** To who asks for another protocol than WebSocket, or for one where there is none. */
function answerPlainly(socket: Duplex, status: 400 | 404): void {
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
