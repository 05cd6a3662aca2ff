/** One JSON object a line on stdout, each with the id of the request that it belongs to. */

import { AsyncLocalStorage } from "node:async_hooks";

import { pino, stdTimeFunctions, type Logger } from "pino";

export const requestId = new AsyncLocalStorage<string>();

export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    messageKey: "message",
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    mixin: () => {
      const id = requestId.getStore();
      return id === undefined ? {} : { request_id: id };
    },
  });
}
