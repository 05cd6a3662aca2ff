import { readFile } from "node:fs/promises";

import { expect, test } from "vitest";
import { parse } from "yaml";

import { api } from "./api.ts";

test("the contract is served as JSON", async () => {
  const contract: unknown = parse(await readFile("openapi.yaml", "utf8"));
  const served = await api.get("/openapi.json").expect(200);
  expect(served.body).toEqual(contract);
});

test("the reference loads everything from here", async () => {
  const page = await api.get("/docs").expect(200);
  expect(page.headers["content-security-policy"]).toContain(
    "script-src 'self'",
  );
  expect(page.text).not.toContain("//");
  const links = [...page.text.matchAll(/(?:src|href)="(\/[^"]*)"/g)];
  expect(links).toHaveLength(3);
  for (const [, link = ""] of links) {
    await api.get(link).expect(200);
  }
});
