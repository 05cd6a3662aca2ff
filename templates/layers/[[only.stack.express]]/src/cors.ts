import cors from "cors";
import type { RequestHandler } from "express";

import { crossOrigin } from "./routes.ts";

/** Lets browsers share responses only with these origins. */
export function allowOrigins(origins: string[]): RequestHandler {
  const rules = { ...crossOrigin, origin: origins, maxAge: 600 };
  return cors(({ method, headers }, done) => {
    const isPreflight =
      method === "OPTIONS" &&
      origins.includes(String(headers.origin)) &&
      "access-control-request-method" in headers;
    // Other OPTIONS requests are handled by the route.
    done(null, { ...rules, preflightContinue: !isPreflight });
  });
}
