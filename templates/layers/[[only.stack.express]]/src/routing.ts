import { Router, type RequestHandler } from "express";

import { MethodNotAllowed, NotFound } from "./failures.ts";
import type { Services } from "./services.ts";

/** Creates the router of one feature. */
export type Feature = (services: Services) => Router;

/** A router that matches paths exactly; every route refuses other methods and then passes the guards. */
export function createRouter(...guards: RequestHandler[]) {
  const router = Router({ caseSensitive: true, strict: true });
  const route = <Path extends string>(path: Path) =>
    router.route(path).all(refuseOtherMethods, ...guards);
  return { route, router };
}

const refuseOtherMethods: RequestHandler = (request, _response, next) => {
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
