import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: "tests/database.ts",
    coverage: {
      include: ["src/**/*.ts"],
      exclude: ["src/main.ts", "src/migrate.ts"],
      reporter: [["text", { skipFull: true }]],
      thresholds: { statements: 90, branches: 80 },
    },
  },
});
