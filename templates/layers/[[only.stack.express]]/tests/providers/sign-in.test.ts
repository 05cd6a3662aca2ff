import { afterEach, expect, test, vi } from "vitest";

import { PREFIX } from "../../src/accounts/from-providers.ts";
import { start } from "../api.ts";
import { api, appear, Browser, fake, fakeProviders } from "./fake.ts";

fakeProviders();

afterEach(() => {
  vi.useRealTimers();
});

test("without configuration there are no providers", async () => {
  const unconfigured = start();
  const answer = await unconfigured.get(`${PREFIX}/providers`).expect(200);
  expect(answer.body).toEqual({ items: [] });
  await unconfigured.get(`${PREFIX}/oidc/authorize`).expect(404);
});

test("the configured providers are listed", async () => {
  const { body } = await api.get(`${PREFIX}/providers`).expect(200);
  const names = (body.items as { name: string }[]).map(({ name }) => name);
  expect(names).toEqual(["Single sign-on", "GitHub"]);
});

test.each(["oidc", "github"])(
  "a new person at %s gets an account and finds it again",
  async (provider) => {
    const { email } = fake.claims;
    expect((await new Browser().signIn(provider)).email).toBe(email);
    fake.claims.email = "changed@example.com";
    expect((await new Browser().signIn(provider)).email).toBe(email);
  },
);

test("a new account needs a verified e-mail address", async () => {
  fake.claims.email_verified = false;
  const browser = new Browser();
  const result = await browser.result(await browser.authorize());
  expect(result).toEqual({ error: "email_not_verified" });
});

test("an account is not taken over by its e-mail address", async () => {
  const { email } = await new Browser().signIn();
  appear({ email });
  const browser = new Browser();
  const result = await browser.result(await browser.authorize());
  expect(result).toEqual({ error: "account_exists" });
});

test.each(["\u200b\n", "../Alice/", "x".repeat(1000)])(
  "a name that nobody can have is replaced: %j",
  async (name) => {
    fake.claims.name = name;
    await new Browser().signIn();
  },
);

test("a user can refuse", async () => {
  const browser = new Browser();
  const { state = "" } = await browser.authorize();
  const refused = { error: "access_denied", state };
  expect(await browser.result(refused)).toEqual({ error: "access_denied" });
});

test.each([
  { state: "foreign" },
  { code: "" },
  { iss: "https://evil.example" },
])(
  "a callback that does not belong to the browser is 400: %j",
  async (change) => {
    const browser = new Browser();
    const query = await browser.authorize();
    await browser.comeBack({ ...query, ...change }).expect(400);
  },
);

test("a callback and its code work once", async () => {
  const browser = new Browser();
  const query = await browser.authorize();
  const { code } = await browser.result(query);
  await browser.comeBack(query).expect(400);
  await browser.exchange(code).expect(200);
  await browser.exchange(code).expect(400);
});

test("a code expires after a minute", async () => {
  const browser = new Browser();
  const { code } = await browser.result(await browser.authorize());
  vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ["Date"] });
  await browser.exchange(code).expect(400);
});

test("a code only works in the browser that began", async () => {
  const browser = new Browser();
  const { code } = await browser.result(await browser.authorize());
  await new Browser().exchange(code).expect(400);
});

test.each([{ iss: "https://evil.example" }, { aud: "other" }, { sub: 7 }])(
  "an ID token with wrong claims is 502: %j",
  async (claims) => {
    appear(claims);
    const browser = new Browser();
    await browser.comeBack(await browser.authorize()).expect(502);
  },
);

test("an ID token that is signed with another key is 502", async () => {
  fake.hasAnotherKey = true;
  const browser = new Browser();
  await browser.comeBack(await browser.authorize()).expect(502);
});

test("a large response is 502", async () => {
  const browser = new Browser();
  const query = await browser.authorize();
  fake.claims.name = "x".repeat(1024 * 1024);
  await browser.comeBack(query).expect(502);
});

test("a provider that is down is 502", async () => {
  const browser = new Browser();
  const query = await browser.authorize();
  fake.isDown = true;
  await browser.comeBack(query).expect(502);
  await api.get(`${PREFIX}/oidc/authorize`).expect(502);
});
