/** The contract as JSON, and an interactive API reference that works offline. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import type { RequestHandler, Router } from "express";
import { parse } from "yaml";

import { sendFile } from "./files.ts";
import { createRouter } from "./routing.ts";

const CONTRACT = path.join(import.meta.dirname, "..", "openapi.yaml");
// Its main module would load all of it into this process.
const ASSETS = path.dirname(
  createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"),
);
/** As in web.ts, but with the images that the style sheet of Swagger UI contains. */
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
const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API reference</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<main id="reference"></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;
const START = `SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#reference",
  deepLinking: true,
  validatorUrl: null,
});
`;

export function docs(): Router {
  const { route, router } = createRouter();
  const contract = JSON.stringify(parse(readFileSync(CONTRACT, "utf8")));
  const pages: Record<string, RequestHandler> = {
    "/openapi.json": (_request, response) => {
      response.type("json").send(contract);
    },
    "/docs": (_request, response) => {
      response.set("Content-Security-Policy", POLICY).type("html").send(PAGE);
    },
    "/docs/start.js": (_request, response) => {
      response.type("js").send(START);
    },
    "/docs/swagger-ui-bundle.js": asset("swagger-ui-bundle.js"),
    "/docs/swagger-ui.css": asset("swagger-ui.css"),
  };
  for (const [page, show] of Object.entries(pages)) {
    route(page).get(show);
  }
  return router;
}

function asset(name: string): RequestHandler {
  return (request, response) => {
    sendFile(request, response, path.join(ASSETS, name));
  };
}
