import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { membership, openRoom } from "../conversation.ts";
import { signUp, type Person } from "../sign-in.ts";
import { at, channelOfUser, Ear, open } from "./listening.ts";

let alice: Person;
let bob: Person;

beforeEach(async () => {
  alice = await signUp("Alice");
  bob = await signUp("Bob");
});

afterEach(() => {
  vi.useRealTimers();
});

test("who follows all rooms hears of the public ones", async () => {
  const place = await open();
  const ear = await Ear.connect(place);
  await ear.follow(at(place, bob), "private-rooms");
  await openRoom(at(place, alice), [], { private: true });
  const room = await openRoom(at(place, alice));
  expect(await ear.expect("room.created")).toMatchObject({ id: room.id });
  await at(place, alice).patch(`/rooms/${room.id}`, { topic: "Plans" });
  expect(await ear.expect("room.updated")).toMatchObject({ topic: "Plans" });
  await at(place, alice).delete(`/rooms/${room.id}`);
  await ear.expect("room.deleted");
});

test("one hears on one's own channel where one is let in and out", async () => {
  const place = await open();
  const ear = await Ear.connect(place);
  await ear.follow(at(place, bob), channelOfUser(bob));
  const maker = at(place, alice);
  const room = await openRoom(maker, [bob], { private: true });
  const news = await ear.expect("membership.created");
  expect(news).toMatchObject({ room_id: room.id });
  await maker.delete(membership(room, bob)).expect(204);
  await ear.expect("membership.deleted");
});

test("nobody listens to what another is told", async () => {
  const body = { socket_id: "1.1", channel_name: channelOfUser(alice) };
  await bob.post("/broadcasting/auth", body).expect(403);
});

test("who signs out hears nothing more", async () => {
  vi.useFakeTimers({ toFake: ["setInterval"] });
  const place = await open();
  const ear = await Ear.connect(place);
  const person = at(place, bob);
  await ear.follow(person, channelOfUser(bob));
  const { refresh_token } = bob.session;
  await person.post("/auth/logout", { refresh_token }).expect(204);
  vi.advanceTimersByTime(10_000);
  await ear.expectClose(4009);
});
