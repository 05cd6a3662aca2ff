/** An OpenID provider and a GitHub without a network, and a browser that signs in with them. */

import { randomInt, randomUUID } from "node:crypto";

import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterEach, beforeEach, expect, vi } from "vitest";

import { PREFIX } from "../../src/accounts/from-providers.ts";
import { start } from "../api.ts";

const ISSUER = "https://id.example.com";
const { privateKey, publicKey } = await generateKeyPair("RS256");
const { privateKey: anotherKey } = await generateKeyPair("RS256");

export const api = start({
  PUBLIC_URL: "https://app.example.com",
  OIDC_ISSUER: ISSUER,
  OIDC_CLIENT_ID: "client",
  OIDC_CLIENT_SECRET: "secret",
  GITHUB_CLIENT_ID: "client",
  GITHUB_CLIENT_SECRET: "secret",
});

/** What the providers say about a person, who is always willing to sign in. */
export const fake = {
  claims: {} as Record<string, unknown>,
  number: 0,
  nonce: "",
  isDown: false,
  hasAnotherKey: false,
};

/** Call it in each file of tests: hooks belong to a file. */
export function fakeProviders(): void {
  beforeEach(() => {
    Object.assign(fake, { isDown: false, hasAnotherKey: false });
    appear();
    vi.stubGlobal("fetch", (url: string) => respond(new URL(url).pathname));
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });
}

/** From now on, another person signs in. */
export function appear(claims: object = {}): void {
  const email = `${randomUUID()}@example.com`;
  const common = { sub: randomUUID(), email, email_verified: true };
  fake.claims = { ...common, name: "Alice", ...claims };
  fake.number = randomInt(2 ** 40);
}

async function respond(path: string): Promise<Response> {
  if (fake.isDown) {
    return new Response("<title>Maintenance</title>");
  }
  const token = { access_token: "token", token_type: "bearer" };
  const { email } = fake.claims;
  const answers: Record<string, unknown> = {
    "/.well-known/openid-configuration": {
      issuer: ISSUER,
      authorization_endpoint: `${ISSUER}/authorize`,
      token_endpoint: `${ISSUER}/token`,
      jwks_uri: `${ISSUER}/jwks`,
    },
    "/jwks": { keys: [await exportJWK(publicKey)] },
    "/token": { ...token, id_token: await signIdToken() },
    "/login/oauth/access_token": token,
    "/user": { id: fake.number, login: "alice", name: null },
    "/user/emails": [{ email, primary: true, verified: true }],
  };
  return Response.json(answers[path]);
}

function signIdToken(): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const common = { iss: ISSUER, aud: "client", iat: now, exp: now + 60 };
  return new SignJWT({ ...common, nonce: fake.nonce, ...fake.claims })
    .setProtectedHeader({ alg: "RS256" })
    .sign(fake.hasAnotherKey ? anotherKey : privateKey);
}

type Query = Record<string, string>;

/** Keeps the cookie. */
export class Browser {
  #cookie = "";

  async authorize(provider = "oidc"): Promise<Query> {
    const answer = await api.get(`${PREFIX}/${provider}/authorize`).expect(302);
    return this.approve(answer, String(answer.headers.location));
  }

  /** Start to link a provider to the account that the token is for. */
  async startLink(token: string, provider = "oidc"): Promise<Query> {
    const answer = await this.#link("post", token, provider).expect(200);
    return this.approve(answer, String(answer.body.url));
  }

  async isLinked(token: string): Promise<boolean> {
    const answer = await this.#link("get", token, "oidc").expect(200);
    return answer.body.linked as boolean;
  }

  async unlink(token: string, provider = "oidc"): Promise<number> {
    return (await this.#link("delete", token, provider)).status;
  }

  comeBack(query: Query, provider = "oidc") {
    return api
      .get(`${PREFIX}/${provider}/callback`)
      .query(query)
      .set("Cookie", this.#cookie);
  }

  /** What the page is told. */
  async result(query: Query, provider = "oidc"): Promise<Query> {
    const answer = await this.comeBack(query, provider).expect(302);
    const page = new URL(String(answer.headers.location), "https://app");
    return Object.fromEntries(page.searchParams);
  }

  exchange(code = "") {
    return api
      .post(`${PREFIX}/exchange`)
      .send({ code })
      .set("Cookie", this.#cookie);
  }

  /** The whole way. */
  async signIn(provider = "oidc"): Promise<{ email: string; token: string }> {
    const { code } = await this.result(
      await this.authorize(provider),
      provider,
    );
    const { body } = await this.exchange(code).expect(200);
    const { email } = body.user as { email: string };
    return { email, token: String(body.access_token ?? body.user.token) };
  }

  /** What the provider adds to the address of the callback. */
  approve(
    { headers }: { headers: Record<string, unknown> },
    location: string,
  ): Query {
    const [cookie] = headers["set-cookie"] as string[];
    this.#cookie = String(cookie).replace(/;.*/, "");
    const { searchParams } = new URL(location);
    fake.nonce = searchParams.get("nonce") ?? "";
    const state = searchParams.get("state") ?? "";
    expect(state).not.toBe("");
    return { code: "code", state };
  }

  #link(method: "get" | "post" | "delete", token: string, provider: string) {
    const request = api[method](`${PREFIX}/${provider}/link`);
    return request.set("Authorization", `Bearer ${token}`);
  }
}
