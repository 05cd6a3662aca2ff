import { expect, test } from "vitest";

import { PREFIX } from "../../src/accounts/from-providers.ts";
import { api, appear, Browser, fakeProviders } from "./fake.ts";

fakeProviders();

test("a user links a provider and unlinks it", async () => {
  const browser = new Browser();
  const alice = await browser.signIn("github");
  expect(await browser.isLinked(alice.token)).toBe(false);
  appear();
  for (let time = 1; time <= 2; time += 1) {
    const query = await browser.startLink(alice.token);
    expect(await browser.result(query)).toEqual({ linked: "oidc" });
    expect(await browser.isLinked(alice.token)).toBe(true);
  }
  expect((await new Browser().signIn()).email).toBe(alice.email);
  expect(await browser.unlink(alice.token)).toBe(204);
  expect(await browser.isLinked(alice.token)).toBe(false);
});

test("the person of another account is not linked", async () => {
  const browser = new Browser();
  const bob = await browser.signIn("github");
  appear();
  await new Browser().signIn();
  const query = await browser.startLink(bob.token);
  expect(await browser.result(query)).toEqual({ error: "already_linked" });
});

test("the last way to sign in is not removed", async () => {
  const browser = new Browser();
  const { token } = await browser.signIn();
  expect(await browser.unlink(token)).toBe(409);
  expect(await browser.isLinked(token)).toBe(true);
  appear();
  await browser.result(await browser.startLink(token, "github"), "github");
  expect(await browser.unlink(token)).toBe(204);
  expect(await browser.unlink(token, "github")).toBe(409);
});

test("links need a token", async () => {
  await api.get(`${PREFIX}/oidc/link`).expect(401);
  await api.post(`${PREFIX}/oidc/link`).expect(401);
  await api.delete(`${PREFIX}/oidc/link`).expect(401);
});
