import { expect, test, vi } from "vitest";

import { asLibpq } from "../src/database/postgresql.ts";
import { readSettings } from "../src/settings.ts";

test.each(["postgres", "postgresql"])("%s:// is an address", (scheme) => {
  const url = `${scheme}://app:secret@host:5432/app`;
  expect(readSettings({ DATABASE_URL: url }).databaseUrl).toBe(url);
  expect(asLibpq(url)).toBe(url);
});

test("an sslmode means what it means to libpq", () => {
  const { searchParams } = new URL(
    asLibpq("postgres://host/app?sslmode=require"),
  );
  expect(Object.fromEntries(searchParams)).toEqual({
    sslmode: "require",
    uselibpqcompat: "true",
  });
});

test("PGSSLMODE is asked where the address says nothing", () => {
  vi.stubEnv("PGSSLMODE", "require");
  expect(asLibpq("postgres://host/app")).toMatch(/sslmode=require/);
  expect(asLibpq("postgres://host/app?sslmode=disable")).toMatch(
    /sslmode=disable/,
  );
  vi.unstubAllEnvs();
});
