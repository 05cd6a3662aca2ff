/** Alice and Bob, signed in and new in each test, with common requests. */

import { randomUUID } from "node:crypto";

import { expect } from "vitest";

import { api, type Api } from "./api.ts";

export const PASSWORD = "correct horse battery";

export interface User {
  email: string;
  token: string;
  username: string;
  bio: string | null;
  image: string | null;
}

export interface Article {
  slug: string;
  title: string;
  description: string;
  body: string;
  tagList: string[];
  createdAt: string;
  updatedAt: string;
  favorited: boolean;
  favoritesCount: number;
  author: { username: string; following: boolean };
}

type Method = "get" | "post" | "put" | "delete";

/** A signed-in client of /api. */
export class Person {
  readonly user: User;
  readonly #api: Api;

  constructor(at: Api, user: User) {
    this.#api = at;
    this.user = user;
  }

  get name(): string {
    return this.user.username;
  }

  get(path: string) {
    return this.ask("get", path);
  }

  post(path: string, body?: object) {
    return this.ask("post", path).send(body);
  }

  put(path: string, body: object) {
    return this.ask("put", path).send(body);
  }

  delete(path: string) {
    return this.ask("delete", path);
  }

  ask(method: Method, path: string, scheme = "Token") {
    const request = this.#api[method](`/api${path}`);
    return request.set("Authorization", `${scheme} ${this.user.token}`);
  }

  async write(fields: object = {}): Promise<Article> {
    const article = newArticle(fields);
    const { body } = await this.post("/articles", { article }).expect(201);
    return body.article as Article;
  }

  async read(slug: string): Promise<Article> {
    const { body } = await this.get(`/articles/${slug}`).expect(200);
    return body.article as Article;
  }

  async change(slug: string, article: object): Promise<Article> {
    const path = `/articles/${slug}`;
    const { body } = await this.put(path, { article }).expect(200);
    return body.article as Article;
  }

  async slugs(path: string): Promise<string[]> {
    const { body } = await this.get(path).expect(200);
    return (body.articles as Article[]).map(({ slug }) => slug);
  }
}

/** With a unique title. */
export function newArticle(fields: object = {}) {
  const title = `Title ${randomUUID()}`;
  return { title, description: "About it", body: "All of it", ...fields };
}

export function newUser(fields: object = {}, name = "somebody") {
  const username = `${name}-${randomUUID()}`;
  const email = `${username}@example.com`;
  return { username, email, password: PASSWORD, ...fields };
}

export async function signUp(name: string, at: Api = api): Promise<Person> {
  const body = { user: newUser({}, name) };
  const answer = await at.post("/api/users").send(body).expect(201);
  return new Person(at, answer.body.user as User);
}

/** Send requests at the same time, and tell how each was answered. */
export async function statusesOf(
  requests: PromiseLike<{ status: number }>[],
): Promise<number[]> {
  const answers = await Promise.all(requests);
  return answers.map(({ status }) => status);
}

export function times<Made>(count: number, make: (index: number) => Made) {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** Send what is refused, and tell what it was filed under. */
export async function refused(
  request: PromiseLike<{ status: number; body: unknown }>,
  status = 422,
): Promise<Record<string, string[]>> {
  const answer = await request;
  expect(answer.status).toBe(status);
  return (answer.body as { errors: Record<string, string[]> }).errors;
}
