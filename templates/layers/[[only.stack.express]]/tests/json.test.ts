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
