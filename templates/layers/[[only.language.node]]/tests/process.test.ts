/** Starting and stopping the server process. */

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { expect, test } from "vitest";

const MAIN = "src/main.ts";

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

test("a wrong setting ends the process with one sentence", () => {
  const { status, stderr } = spawnSync(process.execPath, [MAIN], {
    env: { ...process.env, PORT: "http", NODE_NO_WARNINGS: "1" },
    encoding: "utf8",
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^PORT: [^\n]+\n$/);
});

test.each([MAIN, "src/port.ts"])(
  "a port that is taken ends the process and is named: %s",
  async (script) => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const { status, stderr } = spawnSync(process.execPath, [script], {
      env: { ...process.env, PORT: String(port), NODE_NO_WARNINGS: "1" },
      encoding: "utf8",
    });
    other.close();
    expect(status).toBe(1);
    expect(stderr).toMatch(/^PORT: [^\n]+\n$/);
  },
);

test("a server that is told to stop finishes what it has begun", async () => {
  const port = await freePort();
  const server = spawn(process.execPath, [MAIN], {
    env: { ...process.env, PORT: String(port), LOG_LEVEL: "info" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(server, "exit");
  await once(server.stdout, "data");

  const client = connect(port, "127.0.0.1");
  client.write(
    "POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{",
  );
  await fetch(`http://127.0.0.1:${String(port)}/healthz`);
  server.kill("SIGTERM");
  await once(server.stdout, "data");
  client.end("}");
  expect(await text(client)).toMatch(/^HTTP\/1.1 404 /);
  expect(await ended).toEqual([0, null]);
});
