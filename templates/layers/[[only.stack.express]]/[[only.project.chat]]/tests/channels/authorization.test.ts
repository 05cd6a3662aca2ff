import { beforeEach, expect, test } from "vitest";
import type { ZodError } from "zod";

import { readSettings, sentence } from "../../src/settings.ts";
import { api } from "../api.ts";
import { openRoom, say } from "../conversation.ts";
import { signUp, type Person } from "../sign-in.ts";
import { at, channelOf, Ear, open } from "./listening.ts";

let alice: Person;
let bob: Person;

beforeEach(async () => {
  alice = await signUp("Alice");
  bob = await signUp("Bob");
});

test("a wrong signature is refused", async () => {
  const place = await open();
  const maker = at(place, alice);
  const room = await openRoom(maker, [at(place, bob)]);
  const channel = channelOf(room);
  const ear = await Ear.connect(place);
  const good = await ear.authorization(maker, channel);
  const { channel_data } = await ear.authorization(at(place, bob), channel);
  for (const wrong of [
    { ...good, auth: good.auth.slice(0, -1) },
    { ...good, auth: `${good.auth.slice(0, -1)}é` },
    { ...good, channel_data },
    { auth: good.auth },
  ]) {
    ear.send("pusher:subscribe", { channel, ...wrong });
    await ear.expectRefusal(401);
  }
  ear.send("pusher:subscribe", "nonsense");
  await ear.expectRefusal(401);
  await say(maker, room);
  await ear.expectNothing();
});

test("only members are signed in", async () => {
  const channel = channelOf(await openRoom(alice));
  for (const name of [
    channel,
    channel.toUpperCase(),
    `${channel}0`,
    "presence-room-",
    "private-x",
  ]) {
    const body = { socket_id: "1.1", channel_name: name };
    await bob.post("/broadcasting/auth", body).expect(403);
  }
});

test("everybody may ask for the key", async () => {
  const answer = await api.get("/api/v1/broadcasting/config").expect(200);
  expect(answer.body).toEqual({ key: "chat" });
});

test("production wants a long pusher secret", () => {
  const environment = {
    ENVIRONMENT: "production",
    SECRET_KEY: "x".repeat(32),
    PUSHER_SECRET: "short",
  };
  let said: string[] = [];
  try {
    readSettings(environment);
  } catch (error) {
    said = (error as ZodError).issues.map(sentence);
  }
  expect(said).toEqual([
    "PUSHER_SECRET: needs at least 32 characters; try `openssl rand -hex 32`",
  ]);
});
