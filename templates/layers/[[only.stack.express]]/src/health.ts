/** Liveness and readiness checks. */

import type { Router } from "express";
import { sql } from "kysely";

import { Unavailable } from "./failures.ts";
import { createRouter, refuseOtherMethods } from "./routing.ts";
import type { Services } from "./services.ts";

const PATIENCE = 3_000;

export function health({ database }: Services): Router {
  const router = createRouter();

  router
    .route("/healthz")
    .get((_request, response) => {
      response.json({ status: "ok" });
    })
    .all(refuseOtherMethods);

  router
    .route("/readyz")
    .get(async (_request, response) => {
      const answer = sql`select 1`.execute(database).then(
        () => true,
        () => false,
      );
      if (!(await Promise.race([answer, patience()]))) {
        throw new Unavailable("The database is unavailable.");
      }
      response.json({ status: "ok" });
    })
    .all(refuseOtherMethods);

  return router;
}

function patience(): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(resolve, PATIENCE, false).unref();
  });
}
