/** Several processes that share a Redis: the one of TEST_REDIS_URL, or redis-server started for the tests. */

import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

import { createClient } from "redis";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { Hub } from "../../src/channels/hub.ts";
import { Signer } from "../../src/channels/signatures.ts";
import { RedisFanout } from "../../src/channels/redis-fanout.ts";
import { RedisPresence } from "../../src/channels/redis-presence.ts";
import { connectRedis } from "../../src/channels/redis.ts";
import { createLogger } from "../../src/logs.ts";
import { settings } from "../api.ts";
import {
  idOf,
  membership,
  messagesOf,
  openRoom,
  say,
} from "../conversation.ts";
import { signUp } from "../sign-in.ts";
import { at, channelOf, Ear, open } from "./listening.ts";

const PACE = { lease: 1_000, renewal: 300 };
const silent = createLogger("silent");
const signer = new Signer(settings);
const hasRedis =
  process.env.TEST_REDIS_URL !== undefined ||
  spawnSync("redis-server", ["--version"]).status === 0;

let url = process.env.TEST_REDIS_URL ?? "";
let server: ChildProcess | undefined;

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  listener.close();
  return port;
}

function throughRedis(at = url): RedisFanout {
  return new RedisFanout(
    { url: at, tls: "verify" },
    signer.fingerprint(),
    silent,
    PACE,
  );
}

/** One of several processes, once its two connections to Redis are there. */
async function openProcess() {
  const fanout = throughRedis();
  const hub = new Hub(fanout);
  const listens = whenListening(hub, fanout);
  const place = await open({}, { hub, signer, logger: silent });
  await listens;
  return place;
}

/** As a process without a server does. */
async function openAlone(fanout: RedisFanout): Promise<void> {
  const hub = new Hub(fanout);
  const listens = whenListening(hub, fanout);
  fanout.open(hub);
  await listens;
}

/** A fan-out starts everything over when it is connected, and again when it is subscribed. */
async function whenListening(hub: Hub, fanout: RedisFanout): Promise<void> {
  const reconnects = vi.spyOn(hub, "reconnect");
  await vi.waitFor(
    async () => {
      expect(reconnects).toHaveBeenCalledTimes(2);
      await fanout.expired("nowhere");
    },
    { timeout: 5_000 },
  );
}

describe.skipIf(!hasRedis)("with Redis", () => {
  beforeAll(async () => {
    if (url === "") {
      const port = String(await freePort());
      const options = ["--port", port, "--bind", "127.0.0.1", "--save", ""];
      server = spawn("redis-server", options, { stdio: "ignore" });
      url = `redis://127.0.0.1:${port}/0`;
      const client = createClient({ url });
      await client.on("error", () => undefined).connect();
      client.destroy();
    }
  });

  afterAll(() => {
    server?.kill();
  });

  test("two processes behave as one", async () => {
    const [here, there] = [await openProcess(), await openProcess()];
    const alice = at(here, await signUp("Alice"));
    const bob = at(there, await signUp("Bob"));
    const room = await openRoom(alice, [bob]);
    const near = await Ear.listen(here, alice, room);
    const far = await Ear.connect(there);
    expect((await far.subscribe(bob, room)).count).toBe(2);
    await near.expect("pusher_internal:member_added");
    const message = await say(bob, room);
    expect(await near.expect("message.created")).toEqual(message);
    expect(await far.expect("message.created")).toEqual(message);
    near.send("client-typing", {}, channelOf(room));
    await far.expect("client-typing");
    // Longer than a lease: it is renewed.
    await sleep(PACE.lease * 1.5);
    await alice.delete(membership(room, bob)).expect(204);
    const removed = await near.expect("pusher_internal:member_removed");
    expect(removed).toEqual({ user_id: idOf(bob) });
    await far.expectRefusal(403);
  });

  test("who was on a process that was killed is gone after a while", async () => {
    const here = await openProcess();
    const alice = at(here, await signUp("Alice"));
    const room = await openRoom(alice);
    const ear = await Ear.listen(here, alice, room);
    const killed = throughRedis();
    await openAlone(killed);
    const user = { userId: "somebody", name: "Somebody" };
    await killed.enter(channelOf(room), "9.9", user);
    await killed.close();
    const other = await Ear.connect(here);
    expect((await other.subscribe(alice, room)).count).toBe(2);
    const removed = await ear.expect("pusher_internal:member_removed");
    expect(removed).toEqual({ user_id: "somebody" });
  });

  test("a connection whose lease expired starts over", async () => {
    const here = await openProcess();
    const alice = at(here, await signUp("Alice"));
    const ear = await Ear.listen(here, alice, await openRoom(alice));
    const client = createClient({ url });
    await client.connect();
    await client.flushDb();
    client.destroy();
    await ear.expectClose(4200);
  });

  test("a lease that is renewed in the same instant is not lost", async () => {
    const client = connectRedis({ url, tls: "verify" });
    await client.connect();
    vi.spyOn(client, "time").mockResolvedValue(["1800000000", "0"]);
    const presence = new RedisPresence(client, "test", silent, PACE.lease);
    await presence.enter("room", "1.1", { userId: "1", name: "Alice" });
    const lost = await presence.renew("room", ["1.1", "2.2"]);
    client.destroy();
    expect(lost).toEqual(["2.2"]);
  });

  test("one room has one turn at a time in all processes", async () => {
    const fanouts = [throughRedis(), throughRedis()];
    await Promise.all(fanouts.map(openAlone));
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await sleep(2);
      inside -= 1;
    };
    const waiting = Array.from({ length: 10 }, () =>
      fanouts.map((fanout) => fanout.withLock("channel", work)),
    );
    await Promise.all(waiting.flat());
    expect(most).toBe(1);
    await Promise.all(fanouts.map((fanout) => fanout.close()));
  });
});

test("without its Redis nothing is said that nobody would hear", async () => {
  const nobody = `redis://127.0.0.1:${String(await freePort())}/0`;
  const hub = new Hub(throughRedis(nobody));
  const lonely = await open({}, { hub, signer, logger: silent });
  const alice = at(lonely, await signUp("Alice"));
  const room = await openRoom(alice);
  await alice.post(messagesOf(room), { body: "Hello" }).expect(503);
  const { body } = await alice.get(messagesOf(room)).expect(200);
  expect(body.items).toEqual([]);
  const ear = await Ear.connect(lonely);
  const wanted = { socket_id: ear.id, channel_name: channelOf(room) };
  await alice.post("/broadcasting/auth", wanted).expect(503);
});
