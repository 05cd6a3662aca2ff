import { expect, test } from "vitest";

import { tlsOf } from "../src/database/mysql.ts";

const ADDRESS = "mysql://app:secret@host:3306/app";

test("an address without an ssl-mode says nothing of TLS", () => {
  expect(tlsOf(ADDRESS)).toEqual({ uri: ADDRESS });
});

test.each([
  ["REQUIRED", false, false],
  ["VERIFY_CA", true, false],
  ["VERIFY_IDENTITY", true, true],
])("ssl-mode=%s is what it is to MySQL's clients", (mode, known, named) => {
  expect(tlsOf(`${ADDRESS}?ssl-mode=${mode}`)).toEqual({
    uri: ADDRESS,
    ssl: { rejectUnauthorized: known, verifyIdentity: named },
  });
});
