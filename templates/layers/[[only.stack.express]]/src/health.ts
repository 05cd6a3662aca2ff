/** Liveness and readiness checks. */

import type { Router } from "express";
import { sql } from "kysely";

import { Unavailable } from "./failures.ts";
import { createRouter } from "./routing.ts";
import type { Services } from "./services.ts";

const TIMEOUT = 3_000;

export function health({ database }: Services): Router {
  const { route, router } = createRouter();

  route("/healthz").get((_request, response) => {
    response.json({ status: "ok" });
  });

  route("/readyz").get(async (_request, response) => {
    try {
      await Promise.race([sql`select 1`.execute(database), timeout()]);
    } catch (error) {
      throw new Unavailable("The database is unavailable.", error);
    }
    response.json({ status: "ok" });
  });

  return router;
}

function timeout(): Promise<never> {
  return new Promise((_resolve, reject) => {
    const late = new Error("The database did not answer in time.");
    setTimeout(reject, TIMEOUT, late).unref();
  });
}
