/** The page at `/`: the files of `web/`, without external resources or inline code. */

import { readdirSync } from "node:fs";
import path from "node:path";

import type { Request, Response, Router } from "express";

import { NotFound } from "./failures.ts";
import { sendFile } from "./files.ts";
import { createRouter } from "./routing.ts";

const FOLDER = path.join(import.meta.dirname, "..", "web");
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export function web(): Router {
  const { route, router } = createRouter();
  const files = new Set(readdirSync(FOLDER));

  /** A page for browsers, links for API clients. */
  route("/").get((request, response) => {
    const accept = request.get("Accept")?.toLowerCase() ?? "";
    response.vary("Accept");
    sendWebFile(
      request,
      response,
      accept.includes("text/html") ? "index.html" : "index.json",
    );
  });

  route("/web/:name").get((request, response) => {
    const { name } = request.params;
    if (!files.has(name)) {
      throw new NotFound();
    }
    sendWebFile(request, response, name);
  });

  return router;
}

function sendWebFile(request: Request, response: Response, name: string): void {
  response.set("Content-Security-Policy", POLICY);
  response.set("Cache-Control", "no-cache");
  sendFile(request, response, path.join(FOLDER, name));
}
