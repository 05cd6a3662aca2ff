/** Every error is `{"errors": {"<field or resource>": ["message"]}}`, wherever it is raised. */

import express from "express";
import { pino } from "pino";
import supertest from "supertest";
import { expect, test } from "vitest";

import { answerErrors } from "../src/errors.ts";
import { api, start } from "./api.ts";
import { Person, signUp } from "./sign-in.ts";

const MEBIBYTE = 1024 * 1024;

test.each([
  ["post", "/users", "{", 400, "body"],
  ["get", "/user", "", 401, "token"],
  ["get", "/nothing", "", 404, "route"],
  ["get", "/%ff", "", 404, "route"],
  ["get", "/profiles/nobody", "", 404, "profile"],
  ["get", "/profiles/nul%00", "", 404, "profile"],
  ["get", "/articles/none", "", 404, "article"],
  ["get", "/articles/nul%00/comments", "", 404, "article"],
  ["delete", "/users", "", 405, "method"],
  ["post", "/users", "x".repeat(MEBIBYTE + 1), 413, "body"],
  ["post", "/users", "[]", 422, "body"],
  ["post", "/users", '{"user": []}', 422, "user"],
  ["post", "/users", '{"user": {"username": "a\\u0000"}}', 422, "username"],
  ["post", "/users", '{"\\u0000": ""}', 422, "body"],
  ["get", "/articles?limit=0", "", 422, "limit"],
  ["get", "/articles?limit=ten", "", 422, "limit"],
  ["get", "/articles?limit=101", "", 422, "limit"],
  ["get", "/articles?offset=-1", "", 422, "offset"],
  ["get", "/articles?offset=2147483648", "", 422, "offset"],
  ["get", "/articles?tag=nul%00", "", 422, "tag"],
  ["get", "/articles?tag=a&tag=b", "", 422, "tag"],
  ["get", `/articles?author=${"x".repeat(65)}`, "", 422, "author"],
] as const)(
  "%s %s with %.20j is %d and says what it speaks of: %s",
  async (method, path, content, status, about) => {
    const request = api[method](`/api${path}`).type("json");
    const answer = await (content === "" ? request : request.send(content));
    expect(answer.status).toBe(status);
    expect(answer.type).toBe("application/json");
    expect(answer.body).toEqual({ errors: { [about]: [expect.any(String)] } });
  },
);

const NEEDED = [
  ["get", "/user"],
  ["put", "/user"],
  ["post", "/profiles/nobody/follow"],
  ["delete", "/profiles/nobody/follow"],
  ["get", "/articles/feed"],
  ["post", "/articles"],
  ["put", "/articles/none"],
  ["delete", "/articles/none"],
  ["post", "/articles/none/favorite"],
  ["delete", "/articles/none/favorite"],
  ["post", "/articles/none/comments"],
  ["delete", "/articles/none/comments/1"],
] as const;

test.each(NEEDED)(
  "%s %s with a token that is no good is 401",
  async (method, path) => {
    const alice = await signUp("alice");
    const { user } = alice;
    const forger = new Person(api, { ...user, token: `${user.token}x` });
    for (const request of [
      forger.ask(method, path),
      alice.ask(method, path, "Basic"),
      alice.ask(method, path, "Token Token"),
    ]) {
      const answer = await request.expect(401);
      expect(answer.body).toEqual({ errors: { token: ["is invalid"] } });
    }
  },
);

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
