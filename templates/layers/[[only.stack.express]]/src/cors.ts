import cors from "cors";
import type { RequestHandler } from "express";

/** Browser pages of these origins may read the answers, and no others. */
export function allowOrigins(origins: string[]): RequestHandler {
  return cors({
    origin: origins,
    methods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    allowedHeaders: [
      "Authorization",
      "Content-Type",
      "Idempotency-Key",
      "If-Match",
      "If-None-Match",
      "X-Request-ID",
    ],
    exposedHeaders: ["ETag", "Link", "Location", "Retry-After", "X-Request-ID"],
  });
}
