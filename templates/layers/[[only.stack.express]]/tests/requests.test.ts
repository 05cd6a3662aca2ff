import { expect, test } from "vitest";

import { api } from "./api.ts";
import { startEcho } from "./echo.ts";

const MEBIBYTE = 1024 * 1024;

test.each(["/healthz", "/no-such-path"])(
  "every answer of %s carries an id and no sniffing",
  async (path) => {
    const first = await api.get(path);
    const second = await api.get(path);
    expect(first.headers["x-request-id"]).not.toBe(
      second.headers["x-request-id"],
    );
    expect(first.headers["x-content-type-options"]).toBe("nosniff");
  },
);

test("the id of the caller is kept", async () => {
  const answer = await api.get("/healthz").set("X-Request-ID", "mine-1");
  expect(answer.headers["x-request-id"]).toBe("mine-1");
});

test.each(["", "x".repeat(129), "tab\tinside", "café"])(
  "an unusable id is replaced: %j",
  async (unusable) => {
    const answer = await api.get("/healthz").set("X-Request-ID", unusable);
    expect(answer.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  },
);

test.each(["/no-such-path", "/healthz/", "/HEALTHZ", "/%ff", "/api/v1/%ff"])(
  "an unknown path is 404: %s",
  async (path) => {
    await api.get(path).expect(404);
  },
);

test("a wrong method is 405 and says which are right", async () => {
  const answer = await api.delete("/healthz").expect(405);
  expect(answer.headers.allow).toBe("GET, HEAD");
});

test("a large body is 413, whether or not its length is announced", async () => {
  const large = Buffer.alloc(MEBIBYTE + 1, " ");
  await api.post("/no-such-path").type("json").send(large).expect(413);
  const echo = startEcho();
  const chunked = echo.post("/echo").type("json");
  chunked.set("Transfer-Encoding", "chunked");
  chunked.write(large.toString());
  await chunked.expect(413);
});
