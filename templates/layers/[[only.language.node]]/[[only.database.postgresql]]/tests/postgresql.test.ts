import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";

import { expect, test, vi } from "vitest";

import { asLibpq } from "../src/database/postgresql.ts";
import { readSettings } from "../src/settings.ts";

test.each(["postgres", "postgresql"])("%s:// is an address", async (scheme) => {
  const url = `${scheme}://app:secret@host:5432/app`;
  expect(readSettings({ DATABASE_URL: url }).DATABASE_URL).toBe(url);
  expect(await asLibpq(url)).toBe(url);
});

test("an sslmode means what it means to libpq", async () => {
  const url = await asLibpq("postgres://host/app?sslmode=require");
  const { searchParams } = new URL(url);
  expect(Object.fromEntries(searchParams)).toEqual({
    sslmode: "require",
    uselibpqcompat: "true",
  });
});

test("PGSSLMODE is asked where the address says nothing", async () => {
  vi.stubEnv("PGSSLMODE", "require");
  expect(await asLibpq("postgres://host/app")).toMatch(/sslmode=require/);
  expect(await asLibpq("postgres://host/app?sslmode=disable")).toMatch(
    /sslmode=disable/,
  );
  vi.unstubAllEnvs();
});

test("a socket's folder stands for the host", async () => {
  const url = "postgresql://app:secret@/app?host=/run/postgresql";
  expect(readSettings({ DATABASE_URL: url }).DATABASE_URL).toBe(url);
  expect(await asLibpq(`${url}&sslmode=prefer`)).toMatch(/sslmode=disable/);
});

test.each([
  ["S", "prefer"],
  ["N", "disable"],
])("prefer takes TLS where it is offered: %s", async (answer, mode) => {
  const server = createServer((socket) => socket.end(answer));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const url = `postgresql://127.0.0.1:${String(port)}/app?sslmode=prefer`;
  expect(await asLibpq(url)).toContain(`sslmode=${mode}`);
  server.close();
});
