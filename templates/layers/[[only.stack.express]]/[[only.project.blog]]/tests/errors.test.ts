/** Every error is `{"errors": {"<field or resource>": ["message"]}}`, wherever it is raised. */

import express from "express";
import { pino } from "pino";
import supertest from "supertest";
import { expect, test } from "vitest";

import { answerErrors } from "../src/errors.ts";
import { api, start } from "./api.ts";
import { Person, signUp } from "./sign-in.ts";

test("while the database is away the API is 503", async () => {
  const { user } = await signUp("alice");
  const alone = start({ DATABASE_URL: "sqlite:////no/such/folder/app.db" });
  await new Person(alone, user)
    .get("/user")
    .expect(503, { errors: { database: ["does not answer"] } });
});

test("a bug is a 500 that tells nothing and a log line that does", async () => {
  const lines: string[] = [];
  const logger = pino({}, { write: (line: string) => lines.push(line) });
  const app = express().get("/bug", () => {
    throw new Error("secret detail");
  });
  await supertest(app.use(answerErrors(logger)))
    .get("/bug")
    .expect(500, { errors: { server: ["made a mistake"] } });
  expect(lines.join("")).toContain("secret detail");
});

test("a token that is no good is none where one is optional", async () => {
  const alice = await signUp("alice");
  const forger = new Person(api, { ...alice.user, token: "x.y.z" });
  const profile = `/profiles/${alice.name}`;
  for (const request of [
    forger.get("/articles"),
    forger.get(profile),
    alice.ask("get", profile, "Basic"),
  ]) {
    await request.expect(200);
  }
});
