import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: "tests/database.ts",
    isolate: false,
    coverage: {
      include: ["src/**/*.ts"],
      exclude: ["src/{main,migrate,seed}.ts"],
      reporter: [["text", { skipFull: true }]],
      thresholds: { statements: 85, branches: 80 },
    },
  },
});
