import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: "tests/database.ts",
    isolate: false,
    // The default of five seconds is too short for starting a process on a busy machine.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    coverage: {
      include: ["src/**/*.ts"],
      exclude: ["src/{main,migrate,seed}.ts"],
      reporter: [["text", { skipFull: true }]],
      thresholds: { statements: 85, branches: 75 },
    },
  },
});
