/** Every error is a problem (RFC 9457), wherever it is raised. */

import express from "express";
import { pino } from "pino";
import supertest from "supertest";
import { expect, test } from "vitest";

import { answerErrors } from "../src/errors.ts";
import { api, start } from "./api.ts";
import { Person, signUp } from "./sign-in.ts";

const LOGIN = "/api/v1/auth/login";

test("an answer echoes nothing that was sent", async () => {
  const secret = "do-not-repeat-me";
  const body = { email: [secret], password: secret };
  const answer = await api.post(LOGIN).send(body);
  expect(answer.text).not.toContain(secret);
});

test("while the database is away the API is 503", async () => {
  const { session } = await signUp("Alice");
  const alone = start({ DATABASE_URL: "sqlite:////no/such/folder/app.db" });
  const answer = await new Person(alone, session).get("/me").expect(503);
  expect(answer.type).toBe("application/problem+json");
});

test("a bug is a 500 that tells nothing and a log line that does", async () => {
  const lines: string[] = [];
  const logger = pino({}, { write: (line: string) => lines.push(line) });
  const app = express().get("/bug", () => {
    throw new Error("secret detail");
  });
  const answer = await supertest(app.use(answerErrors(logger))).get("/bug");
  expect(answer.body.status).toBe(500);
  expect(answer.text).not.toContain("secret detail");
  expect(lines.join("")).toContain("secret detail");
});
