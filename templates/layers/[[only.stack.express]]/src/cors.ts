import cors from "cors";
import type { RequestHandler } from "express";

import { crossOrigin } from "./routes.ts";

/** Browser pages of these origins may read the answers, and no others. */
export function allowOrigins(origins: string[]): RequestHandler {
  const rules = { ...crossOrigin, origin: origins, maxAge: 600 };
  return cors(({ method, headers }, done) => {
    const isPreflight =
      method === "OPTIONS" &&
      origins.includes(String(headers.origin)) &&
      "access-control-request-method" in headers;
    // Any other OPTIONS gets the answer of its path.
    done(null, { ...rules, preflightContinue: !isPreflight });
  });
}
