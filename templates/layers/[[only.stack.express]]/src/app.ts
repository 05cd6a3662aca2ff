/** Builds the application, from the outermost layer inwards. */

import express, { type Express } from "express";

import { dropForwardedPorts } from "./client-address.ts";
import { allowOrigins } from "./cors.ts";
import { docs } from "./docs.ts";
import { answerErrors } from "./errors.ts";
import { health } from "./health.ts";
import { readBytes } from "./input.ts";
import { followRequests, noStore, readTarget } from "./requests.ts";
import { features, tokenPaths } from "./routes.ts";
import { refuseUnknownPaths } from "./routing.ts";
import type { Services } from "./services.ts";
import { web } from "./web.ts";

export function createApp(services: Services): Express {
  const { settings, logger } = services;
  const app = express();
  app.disable("x-powered-by");
  // Express would add an ETag to every response, computed from its body.
  app.disable("etag");
  app.set("trust proxy", settings.TRUSTED_PROXIES);

  app.use(followRequests(logger));
  app.use(dropForwardedPorts);
  app.use(readTarget);
  app.use(tokenPaths, noStore);
  if (settings.CORS_ORIGINS.length > 0) {
    app.use(allowOrigins(settings.CORS_ORIGINS));
  }
  app.use(readBytes);
  app.use(health(services));
  app.use(docs());
  app.use(web(services));
  for (const feature of features) {
    app.use(feature(services));
  }
  app.use(refuseUnknownPaths);
  app.use(answerErrors(logger));
  return app;
}
