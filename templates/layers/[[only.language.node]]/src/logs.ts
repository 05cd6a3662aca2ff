/** JSON lines on stdout, each with the id of its request; plain text in a terminal. */

import { AsyncLocalStorage } from "node:async_hooks";
import { inspect } from "node:util";

import { pino, stdTimeFunctions, type Logger } from "pino";

export const requestId = new AsyncLocalStorage<string>();

/** Errors of these classes quote the row of the failed statement. */
const QUOTES_ROWS = /^2[23]/;

export function createLogger(level: string, isForPeople = false): Logger {
  return pino(
    {
      level,
      base: null,
      messageKey: "message",
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describe },
      mixin: () => {
        const id = requestId.getStore();
        return id === undefined ? {} : { request_id: id };
      },
    },
    isForPeople ? { write: printReadably } : process.stdout,
  );
}

/** Omits details that drivers add to errors, such as the statement with its values. */
export function describe(error: Error): Record<string, unknown> {
  const { code, sqlState } = error as Error & Record<string, unknown>;
  const state = sqlState ?? code;
  // A stack begins with the message, which may quote a row: keep the lines after it.
  const where = error.stack?.replace(/^.*?(?=^ {4}at )/ms, "");
  const what = QUOTES_ROWS.test(String(state))
    ? {}
    : { message: error.message };
  const cause =
    error.cause instanceof Error ? describe(error.cause) : undefined;
  return { type: error.name, code, ...what, stack: where, cause };
}

function printReadably(line: string): void {
  const { time, level, message, err } = JSON.parse(line) as {
    time: string;
    level: string;
    message: string;
    err?: ReturnType<typeof describe>;
  };
  const text = [time.slice(11, 19), level.toUpperCase().padEnd(5), message];
  const details = err === undefined ? "" : `\n${inspect(err)}`;
  process.stdout.write(`${text.join(" ")}${details}\n`);
}
