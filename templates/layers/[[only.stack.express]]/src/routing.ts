import { Router, type RequestHandler } from "express";

import { MethodNotAllowed, NotFound } from "./failures.ts";
import type { Services } from "./services.ts";

/** Creates the router of one feature. */
export type Feature = (services: Services) => Router;

/**
 * `route` adds a path, matched exactly, to `router`: it refuses other methods and then passes the guards. Paths are
 * complete, so that a search finds them.
 */
export function createRouter(...guards: RequestHandler[]) {
  const router = Router({ caseSensitive: true, strict: true });
  const route = <Path extends string>(path: Path) =>
    router.route(path).all(refuseOtherMethods, ...guards);
  return { route, router };
}

/** Express would respond 404 to a method that a path does not have. */
const refuseOtherMethods: RequestHandler = (request, _response, next) => {
  // Express has no public list of the methods of a route; `_all` stands for this handler and the guards.
  const route = request.route as { methods: Record<string, boolean> };
  const methods = Object.keys(route.methods)
    .filter((method) => method !== "_all")
    .flatMap((method) => (method === "get" ? ["get", "head"] : [method]))
    .map((method) => method.toUpperCase());
  if (!methods.includes(request.method)) {
    throw new MethodNotAllowed(methods);
  }
  next();
};

export const refuseUnknownPaths: RequestHandler = () => {
  throw new NotFound();
};
