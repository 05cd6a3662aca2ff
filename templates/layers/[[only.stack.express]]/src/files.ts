import path from "node:path";

import type { Request, Response } from "express";

/** The file, or 304 if the caller already has it. `Range` is ignored, and it cannot be changed. */
export function sendFile(
  request: Request,
  response: Response,
  file: string,
): void {
  // Express would respond 412 to these, which are for requests that change something.
  delete request.headers["if-match"];
  delete request.headers["if-unmodified-since"];
  response.sendFile(path.basename(file), {
    root: path.dirname(file),
    acceptRanges: false,
    cacheControl: false,
  });
}
