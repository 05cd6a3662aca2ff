import type { Router } from "express";

import { createRouter } from "../routing.ts";
import type { Services } from "../services.ts";
import { usedTags } from "./queries.ts";

export function tags({ database }: Services): Router {
  const { route, router } = createRouter();

  route("/api/tags").get(async (_request, response) => {
    response.json({ tags: await usedTags(database) });
  });

  return router;
}
