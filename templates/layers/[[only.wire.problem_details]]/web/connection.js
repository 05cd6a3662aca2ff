// While the server is unavailable, say so, and try again.

import { showStatus } from "./status.js";

const EVERY = 2000;

let coming = null;

// Runs `act` until it gets an answer. Only for requests that may be sent twice.
export async function untilAnswered(act, signal) {
  for (;;) {
    try {
      return await act();
    } catch (problem) {
      if (!problem.isTemporary) throw problem;
      if (problem.retryAfter) await pause(problem.retryAfter * 1000);
      else await (coming ??= serverIsBack());
      signal?.throwIfAborted();
    }
  }
}

async function serverIsBack() {
  showStatus("connection", "The server is unavailable. Trying again…");
  do await pause(EVERY);
  while (!(await isReady()));
  showStatus("connection", "");
  coming = null;
}

async function isReady() {
  try {
    return (await fetch("/readyz", { signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
