/** Every error is a problem (RFC 9457), wherever it is raised. */

import { STATUS_CODES } from "node:http";

import express from "express";
import { pino } from "pino";
import supertest from "supertest";
import { expect, test } from "vitest";

import { answerErrors } from "../src/errors.ts";
import { api, start } from "./api.ts";
import { Person, pointers, signUp } from "./sign-in.ts";

const LOGIN = "/api/v1/auth/login";

test.each([
  [400, api.post(LOGIN).type("json").send("{")],
  [401, api.get("/api/v1/me")],
  [404, api.get("/api/v1/nothing")],
  [405, api.delete("/api/v1/me")],
  [
    413,
    api
      .post(LOGIN)
      .type("json")
      .send("x".repeat(1024 * 1024 + 1)),
  ],
  [415, api.post(LOGIN).type("text").send("{}")],
  [422, api.post(LOGIN).send({})],
])("an error says that it is %d", async (status, asked) => {
  const answer = await asked;
  expect(answer.status).toBe(status);
  expect(answer.type).toBe("application/problem+json");
  expect(answer.body).toMatchObject({ status, title: STATUS_CODES[status] });
  expect(answer.body.type).toBeTruthy();
  expect(answer.body.detail).toBeTruthy();
});

test("each invalid value has its place", async () => {
  const body = { email: 1, password: "correct horse", "a/b~c": true };
  const answer = await api.post(LOGIN).send(body);
  expect(pointers(answer)).toEqual(["/email", "/a~1b~0c"]);
});

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
