import { expect, test } from "vitest";

import { api, start } from "./api.ts";

test("a server that runs says so", async () => {
  await api.get("/healthz").expect(200, { status: "ok" });
  await api.get("/readyz").expect(200, { status: "ok" });
});

test("without its database a server is alive but not ready", async () => {
  const alone = start({ DATABASE_URL: "sqlite:////missing/folder/app.db" });
  await alone.get("/healthz").expect(200);
  const answer = await alone.get("/readyz").expect(503);
  expect(answer.type).toMatch(/json$/);
});
