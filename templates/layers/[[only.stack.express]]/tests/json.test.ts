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
  ["an empty one", Buffer.alloc(0)],
  ["one that is cut", "{"],
  ["one with NaN", '{"text": NaN}'],
  ["one in Latin-1", Buffer.from('{"text": "é"}', "latin1")],
  ["one in UTF-16", Buffer.from('{"text": "x"}', "utf16le")],
  ["a deep one that is cut", "[".repeat(100_000)],
  ["a deep one", "[".repeat(500) + "]".repeat(500)],
])("a body that is no sound JSON is 400: %s", async (_name, body) => {
  const answer = await send(body);
  expect(answer.status).toBe(400);
});

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

test.each([
  "text/plain",
  "application/x-www-form-urlencoded",
  "application/json; charset=latin-1",
  "json",
])("a body of another type is 415: %s", async (type) => {
  const answer = await send('{"text": "x"}', type);
  expect(answer.status).toBe(415);
});

test.each(["application/json; charset=UTF-8", "Application/JSON"])(
  "the type may be spelled %s",
  async (type) => {
    const answer = await send('{"text": "x"}', type);
    expect(answer.status).toBe(200);
  },
);

test("a compressed body is 415", async () => {
  const answer = await echo
    .post("/echo")
    .set("Content-Encoding", "gzip")
    .send({ text: "x" });
  expect(answer.status).toBe(415);
});
