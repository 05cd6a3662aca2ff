import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";

import { afterEach, expect, test } from "vitest";

import { api, start } from "./api.ts";

const getPage = () => api.get("/").set("Accept", "text/html,*/*;q=0.8");

test("a browser gets a page that may run its own files only", async () => {
  const page = await getPage().expect(200);
  expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
  const policy = page.headers["content-security-policy"];
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain("unsafe");
  expect(page.text).not.toMatch(/<script>|<style|\sstyle=|\son\w+=/);
});

test("a program gets links that work", async () => {
  const { body } = await api.get("/").expect(200);
  const { docs, openapi, health } = body.links;
  for (const link of [docs, openapi, health]) {
    await api.get(link).expect(200);
  }
});

test("the links lead to a guest account only in a demo", async () => {
  const ordinary = await api.get("/").expect(200);
  expect(ordinary.body.links).not.toHaveProperty("guest");
  const { body } = await start({ DEMO: true }).get("/").expect(200);
  await start({ DEMO: true }).post(body.links.guest).expect(201);
});

test("everything that the page loads is there", async () => {
  const { text } = await getPage();
  const loaded = new Set(
    Array.from(text.matchAll(/(?:src|href)="(\/[^"]+)"/g), ([, path]) =>
      String(path),
    ),
  );
  for (const file of readdirSync("web").filter((name) =>
    name.endsWith(".js"),
  )) {
    const code = readFileSync(`web/${file}`, "utf8");
    for (const [, name] of code.matchAll(/from "\.\/([^"]+)"/g)) {
      loaded.add(`/web/${String(name)}`);
    }
  }
  expect(loaded).toContain("/web/style.css");
  for (const path of loaded) {
    await api.get(path).expect(200);
  }
});

// Git ignores them, like a test that lists the project's files.
const HIDDEN = "web/.DS_Store";
const FOLDER = "web/images.log";

afterEach(() => {
  for (const path of [HIDDEN, FOLDER]) {
    rmSync(path, { force: true, recursive: true });
  }
});

test("hidden files and folders are not served", async () => {
  writeFileSync(HIDDEN, "content");
  mkdirSync(FOLDER);
  const server = start();
  for (const path of [HIDDEN, FOLDER]) {
    await server.get(`/${path}`).expect(404);
  }
});
