import { readdirSync, readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { api } from "./api.ts";

test("the web client may run its own files only", async () => {
  const page = await api.get("/").expect(200);
  expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
  const policy = page.headers["content-security-policy"];
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain("unsafe");
  expect(page.text).not.toMatch(/<script>|<style|\sstyle=|\son\w+=|\/\//);
});

test("everything that the web client loads is there", async () => {
  const { text } = await api.get("/");
  const loaded = Array.from(
    text.matchAll(/(?:src|href)="(\/[^"]+)"/g),
    ([, path]) => String(path),
  );
  for (const file of readdirSync("web").filter((name) =>
    name.endsWith(".js"),
  )) {
    const code = readFileSync(`web/${file}`, "utf8");
    for (const [, name] of code.matchAll(/from "\.\/([^"]+)"/g)) {
      loaded.push(`/web/${String(name)}`);
    }
  }
  expect(new Set(loaded).size).toBeGreaterThan(10);
  for (const path of new Set(loaded)) {
    await api.get(path).expect(200);
  }
});

test.each([
  "/web/",
  "/web/nothing.js",
  "/web/..%2fopenapi.yaml",
  "/web/%2e%2e",
  "/web/.hidden",
])("nothing else of the folder or above it is served: %s", async (path) => {
  await api.get(path).expect(404);
});
