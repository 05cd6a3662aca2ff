import express from "express";
import supertest from "supertest";
import { z } from "zod";

import { answerErrors } from "../src/errors.ts";
import { readBody, readBytes } from "../src/input.ts";
import { createLogger } from "../src/logs.ts";
import { createRouter } from "../src/routing.ts";

const Echo = z.record(z.string(), z.string());

/** A server that gives back what it was sent, as routes read it. */
export function startEcho() {
  const { route, router } = createRouter();
  route("/echo").post((request, response) => {
    response.json(readBody(request, Echo));
  });
  const app = express().use(readBytes, router);
  app.use(answerErrors(createLogger("silent")));
  return supertest(app);
}
