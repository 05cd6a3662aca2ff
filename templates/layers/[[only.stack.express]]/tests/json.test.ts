import { expect, test } from "vitest";

import { startEcho } from "./echo.ts";

const echo = startEcho();

function send(body: string | Buffer, type = "application/json") {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
  return echo
    .post("/echo")
    .set("Content-Type", type)
    .serialize((value: unknown) => value as string)
    .send(bytes);
}

test.each(["👩‍👩‍👧", "e\u0301", "שלום", "'; DROP TABLE users; --", "\u2028"])(
  "%j comes back as it went",
  async (text) => {
    const answer = await send(JSON.stringify({ text }));
    expect(answer.body).toEqual({ text });
  },
);

test.each([
  '{"text": "a\\u0000"}',
  '{"a\\u0000": "text"}',
  '{"text": "\\ud800"}',
  '{"\\udfff": "text"}',
  '{"text": ["deep", {"er": "\\u0000"}]}',
  "null",
])("JSON that cannot be kept is 422: %s", async (body) => {
  const answer = await send(body);
  expect(answer.status).toBe(422);
});

test.each(["application/json; charset=UTF-8", "Application/JSON"])(
  "the type may be spelled %s",
  async (type) => {
    const answer = await send('{"text": "x"}', type);
    expect(answer.status).toBe(200);
  },
);
