import { expect, test } from "vitest";

import { api, start, type Api } from "./api.ts";

const FRIEND = "https://app.example.com";

function preflight(at: Api, origin: string) {
  return at
    .options("/healthz")
    .set({ Origin: origin, "Access-Control-Request-Method": "GET" });
}

test("no other origin is let in by default", async () => {
  const answer = await api.get("/healthz").set("Origin", FRIEND);
  expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
  await preflight(api, FRIEND).expect(405);
});

test("the origins of the settings are let in, without credentials", async () => {
  const open = start({ CORS_ORIGINS: [FRIEND] });
  for (const asked of [
    open.get("/healthz").set("Origin", FRIEND),
    preflight(open, FRIEND),
  ]) {
    const { headers } = await asked;
    expect(headers["access-control-allow-origin"]).toBe(FRIEND);
    expect(headers).not.toHaveProperty("access-control-allow-credentials");
  }
});
