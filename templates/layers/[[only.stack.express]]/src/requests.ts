import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";

import type { RequestHandler } from "express";
import type { Logger } from "pino";

import { Malformed } from "./failures.ts";
import { requestId } from "./logs.ts";

const USABLE = /^[ -~]{1,128}$/;

/** Give each request an id, log its result, and add the headers of every response. */
export function followRequests(logger: Logger): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    const { method, path } = request;
    const asked = request.get("X-Request-ID") ?? "";
    const id = USABLE.test(asked) ? asked : randomUUID();
    response.setHeader("X-Request-ID", id);
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (request.get("Authorization") !== undefined) {
      response.setHeader("Cache-Control", "private, no-cache");
    }

    const log = (): void => {
      const duration = Math.round((performance.now() - started) * 10) / 10;
      const status = response.statusCode;
      logger.info(
        { method, path, status, duration_ms: duration },
        `${method} ${path} ${String(status)}`,
      );
    };
    requestId.run(id, () => {
      response.once("close", AsyncLocalStorage.bind(log));
      next();
    });
  };
}

const METHODS = new Set(
  "CONNECT DELETE GET HEAD OPTIONS PATCH POST PUT QUERY TRACE".split(" "),
);
/** `/%68ealthz` and `/healthz` are one resource (RFC 3986, 6.2.2.2). */
const UNRESERVED = /%(2[de]|3\d|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9ae])/gi;

/** Normalize the request's target, and reject one with two different hosts. */
export const readTarget: RequestHandler = (request, _response, next) => {
  if (!METHODS.has(request.method)) {
    throw new Malformed("The request line has an invalid method.");
  }
  if (request.headersDistinct.host && request.headersDistinct.host.length > 1) {
    throw new Malformed("A request names one host.");
  }
  const [target = "", ...query] = request.url.split("?");
  request.url = [target.replace(UNRESERVED, decodeURIComponent), ...query].join(
    "?",
  );
  next();
};

/** For paths whose responses contain a token. */
export const noStore: RequestHandler = (_request, response, next) => {
  response.setHeader("Cache-Control", "no-store");
  next();
};
