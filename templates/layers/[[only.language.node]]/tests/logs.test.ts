import { expect, test, vi } from "vitest";

import { createLogger, describe, requestId } from "../src/logs.ts";

const ROW = "alice@example.com";

test("what a database says of a row is not logged", () => {
  const duplicate = Object.assign(new Error(`Duplicate entry '${ROW}'`), {
    code: "ER_DUP_ENTRY",
    sqlState: "23000",
    sql: `insert into users values ('${ROW}')`,
  });
  const failure = new Error("A migration failed.", { cause: duplicate });
  const described = JSON.stringify([describe(duplicate), describe(failure)]);
  expect(described).not.toContain(ROW);
  expect(described).toContain("ER_DUP_ENTRY");
  expect(described).toContain("A migration failed.");
  expect(described).toContain("logs.test.ts");
});

test("a person at a terminal gets lines to read", () => {
  const said = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const logger = createLogger("info", true);
  requestId.run("1", () => {
    logger.info("Hello");
  });
  logger.error({ err: new Error("No room.") }, "Gone");
  const lines = said.mock.calls.map(([line]) => String(line));
  said.mockRestore();
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d INFO {2}Hello\n$/);
  expect(lines[1]).toContain("ERROR Gone\n");
  expect(lines[1]).toContain("No room.");
});
