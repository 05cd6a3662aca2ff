import { afterEach, expect, test, vi } from "vitest";

import { membership, openRoom } from "../conversation.ts";
import { Person, signUp, type Session } from "../sign-in.ts";
import { Ear, open, type Place } from "./listening.ts";

const HOUR = 60 * 60 * 1000;

afterEach(() => {
  vi.useRealTimers();
});

async function comeBy({ api }: Place, hours = 0): Promise<Person> {
  vi.useFakeTimers({ now: Date.now() + hours * HOUR, toFake: ["Date"] });
  const answer = await api.post("/api/v1/auth/guest").expect(201);
  vi.useRealTimers();
  return new Person(api, answer.body as Session);
}

test("an old guest leaves private rooms, which are deleted with their last member", async () => {
  const place = await open({ DEMO: true });
  const [bob, old] = [await signUp("Bob", place.api), await comeBy(place)];
  const abandoned = await openRoom(bob, [old], { private: true });
  const kept = await openRoom(bob, [old], { private: true });
  await bob.delete(membership(abandoned, bob)).expect(204);

  await comeBy(place, 25);

  await bob.post("/rooms", { name: abandoned.name }).expect(201);
  await bob.post("/rooms", { name: kept.name }).expect(409);
  const { body } = await bob.get(`/rooms/${kept.id}`).expect(200);
  expect(body.member_count).toBe(1);
});

test("connected users hear that an old guest's room was deleted", async () => {
  const place = await open({ DEMO: true });
  const [bob, old] = [await signUp("Bob", place.api), await comeBy(place)];
  const room = await openRoom(old, [bob]);
  const here = await Ear.listen(place, bob, room);
  const everywhere = await Ear.connect(place);
  await everywhere.follow(bob, "private-rooms");

  await comeBy(place, 25);

  await here.expectRefusal(404);
  const deleted = await everywhere.expect("room.deleted");
  expect(deleted).toMatchObject({ id: room.id });
  await bob.put(membership(room, bob)).expect(404);
});
