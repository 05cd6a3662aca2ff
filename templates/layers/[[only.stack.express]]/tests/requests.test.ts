import { once } from "node:events";
import { createServer, request, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

import { expect, onTestFinished, test } from "vitest";

import { createApp } from "../src/app.ts";
import { api, services } from "./api.ts";

const MEBIBYTE = 1024 * 1024;

test("a wrong method is 405 and says which are right", async () => {
  const answer = await api.delete("/healthz").expect(405);
  expect(answer.headers.allow).toBe("GET, HEAD");
});

test("a large body is 413 before it is sent", async () => {
  const large = Buffer.alloc(MEBIBYTE + 1, " ");
  await api.post("/no-such-path").type("json").send(large).expect(413);
});

test("a body that turns out too large is 413 before it ends", async () => {
  const server = createServer(createApp(services)).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const unfinished = request({ port, method: "POST", path: "/no-such-path" });
  unfinished.on("error", () => undefined);
  unfinished.write(Buffer.alloc(MEBIBYTE + 1, " "));
  const [answer] = (await once(unfinished, "response")) as [IncomingMessage];
  expect(answer.statusCode).toBe(413);
});
