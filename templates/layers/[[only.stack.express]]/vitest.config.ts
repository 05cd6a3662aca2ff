import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: "tests/database.ts",
    isolate: false,
    // Five seconds, the default, are few for a process on a busy machine.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    coverage: {
      include: ["src/**/*.ts"],
      exclude: ["src/{main,migrate,seed}.ts"],
      reporter: [["text", { skipFull: true }]],
      thresholds: { statements: 85, branches: 80 },
    },
  },
});
