/** Alice and Bob, signed in and new in each test. */

import { randomUUID } from "node:crypto";

import { expect } from "vitest";

import { api, type Api } from "./api.ts";

export const PASSWORD = "correct horse battery";

type Method = "get" | "post" | "put" | "patch" | "delete";
type Headers = Record<string, string>;

export interface Session {
  user: { id: string; email: string; name: string; created_at: string };
  access_token: string;
  refresh_token: string;
}

/** A signed-in client of /api/v1. */
export class Person {
  readonly session: Session;
  readonly #api: Api;

  constructor(at: Api, session: Session) {
    this.#api = at;
    this.session = session;
  }

  get(path: string, headers: Headers = {}) {
    return this.#ask("get", path, headers);
  }

  post(path: string, body: object, headers: Headers = {}) {
    return this.#ask("post", path, headers).send(body);
  }

  put(path: string, body: object = {}, headers: Headers = {}) {
    return this.#ask("put", path, headers).send(body);
  }

  patch(path: string, body: object, headers: Headers = {}) {
    return this.#ask("patch", path, headers).send(body);
  }

  delete(path: string, headers: Headers = {}) {
    return this.#ask("delete", path, headers);
  }

  #ask(method: Method, path: string, headers: Headers) {
    const request = this.#api[method](`/api/v1${path}`);
    const { access_token } = this.session;
    return request.set("Authorization", `Bearer ${access_token}`).set(headers);
  }
}

export async function signUp(name: string, at: Api = api): Promise<Person> {
  const email = `${randomUUID()}@example.com`;
  const answer = await at
    .post("/api/v1/auth/register")
    .send({ email, password: PASSWORD, name });
  expect(answer.status).toBe(201);
  return new Person(at, answer.body as Session);
}

/** The places that a 422 names. */
export function pointers(answer: { body: unknown }): string[] {
  const { errors } = answer.body as { errors: { pointer: string }[] };
  return errors.map(({ pointer }) => pointer);
}
