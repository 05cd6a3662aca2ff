import { Router, type RequestHandler } from "express";

import { MethodNotAllowed, NotFound } from "./failures.ts";
import type { Services } from "./services.ts";

/** Creates the router of one feature. */
export type Feature = (services: Services) => Router;

/** A router that matches paths exactly. */
export function createRouter(): Router {
  return Router({ caseSensitive: true, strict: true });
}

/** The end of every route: `router.route(path).get(show).all(refuseOtherMethods)`. */
export const refuseOtherMethods: RequestHandler = (request) => {
  const route = request.route as { methods: Record<string, boolean> };
  const methods = Object.keys(route.methods)
    .filter((method) => method !== "_all")
    .flatMap((method) =>
      method === "get" ? ["GET", "HEAD"] : [method.toUpperCase()],
    );
  throw new MethodNotAllowed(methods);
};

export const refuseUnknownPaths: RequestHandler = () => {
  throw new NotFound();
};
