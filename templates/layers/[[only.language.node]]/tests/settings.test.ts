import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

import { afterEach, expect, test, vi } from "vitest";
import { ZodError } from "zod";

import {
  DEVELOPMENT_SECRET,
  loadSettings,
  readSettings,
  sentence,
} from "../src/settings.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

function complaint(environment: Record<string, string>): string[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    return (error as ZodError).issues.map(sentence);
  }
}

test.each([undefined, "", "short", "x".repeat(31), DEVELOPMENT_SECRET])(
  "production refuses a weak secret: %s",
  (secret) => {
    const environment = { ENVIRONMENT: "production" };
    const given = secret === undefined ? {} : { SECRET_KEY: secret };
    const [said] = complaint({ ...environment, ...given });
    expect(said).toMatch(/^SECRET_KEY: /);
  },
);

test("production takes a secret of its own", () => {
  const environment = { ENVIRONMENT: "production" };
  expect(complaint({ ...environment, SECRET_KEY: "x".repeat(32) })).toEqual([]);
});

test("production refuses to hash passwords with little memory", () => {
  const environment = {
    ENVIRONMENT: "production",
    SECRET_KEY: "x".repeat(32),
  };
  const [said] = complaint({ ...environment, PASSWORD_MEMORY_KIB: "19455" });
  expect(said).toMatch(/^PASSWORD_MEMORY_KIB: /);
  expect(complaint({ ...environment, PASSWORD_MEMORY_KIB: "19456" })).toEqual(
    [],
  );
});

test("every secret that stands in the repository is refused", () => {
  const listing = ["ls-files", "--cached", "--others", "--exclude-standard"];
  const { stdout } = spawnSync("git", listing, { encoding: "utf8" });
  const named = /SECRET(?:_KEY)?["']?\s*[:=]\s*["']?([\w-]{32,})/g;
  for (const file of stdout.split("\n").filter(isText)) {
    for (const [, secret] of readFileSync(file, "utf8").matchAll(named)) {
      expect(secret).toBe(DEVELOPMENT_SECRET);
    }
  }
});

function isText(file: string): boolean {
  return file !== "" && !/^package-lock|\.png$/.test(file);
}

test("lists are separated by commas", () => {
  const { CORS_ORIGINS } = readSettings({
    CORS_ORIGINS: "https://a.example, http://localhost:5173,",
  });
  expect(CORS_ORIGINS).toEqual(["https://a.example", "http://localhost:5173"]);
});

test("a newline at the end of a value is no part of it", () => {
  const { SECRET_KEY } = readSettings({ SECRET_KEY: "secret\r\n" });
  expect(SECRET_KEY).toBe("secret");
});

test("what is wrong with the environment is said before the process ends", () => {
  const said = vi.spyOn(console, "error").mockReturnValue();
  const exit = vi.spyOn(process, "exit").mockImplementation(() => {
    throw new Error("The end.");
  });
  vi.stubEnv("PORT", "http");
  expect(loadSettings).toThrow("The end.");
  expect(exit).toHaveBeenCalledExactlyOnceWith(1);
  expect(said).toHaveBeenCalledExactlyOnceWith(
    expect.stringMatching(/^PORT: [^\n]+$/),
  );
});
