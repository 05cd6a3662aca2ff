import { beforeEach, expect, test } from "vitest";

import { idOf, openRoom, say, type RoomAnswer } from "../conversation.ts";
import { signUp, type Person } from "../sign-in.ts";
import { channelOf, Ear, open, type Place } from "./listening.ts";

let place: Place;
let alice: Person;
let bob: Person;
let room: RoomAnswer;

beforeEach(async () => {
  place = await open();
  alice = await signUp("Alice", place.api);
  bob = await signUp("Bob", place.api);
  room = await openRoom(alice, [bob]);
});

test("what happens to messages is heard in order", async () => {
  const ear = await Ear.listen(place, bob, room);
  const message = await say(alice, room, "Hello 👋");
  const path = `/messages/${message.id}`;
  const edited = await alice.patch(path, { body: "Better" }).expect(200);
  await alice.delete(path).expect(204);
  expect(await ear.expect("message.created")).toEqual(message);
  expect(await ear.expect("message.updated")).toEqual(edited.body);
  expect(await ear.expect("message.deleted")).toEqual(edited.body);
  await ear.expectNothing();
});

test("who comes and goes is seen once per user", async () => {
  const ear = await Ear.listen(place, alice, room);
  const [first, second] = [await Ear.connect(place), await Ear.connect(place)];
  expect((await first.subscribe(bob, room)).count).toBe(2);
  expect(await second.subscribe(bob, room)).toEqual({
    ids: [idOf(alice), idOf(bob)],
    hash: { [idOf(alice)]: { name: "Alice" }, [idOf(bob)]: { name: "Bob" } },
    count: 2,
  });
  const added = { user_id: idOf(bob), user_info: { name: "Bob" } };
  expect(await ear.expect("pusher_internal:member_added")).toEqual(added);
  first.send("pusher:unsubscribe", { channel: channelOf(room) });
  first.send("pusher:unsubscribe", { channel: channelOf(room) });
  await first.expectNothing();
  await ear.expectNothing();
  second.socket.close();
  const removed = { user_id: idOf(bob) };
  expect(await ear.expect("pusher_internal:member_removed")).toEqual(removed);
});

test("typing reaches the others", async () => {
  const near = await Ear.listen(place, alice, room);
  const far = await Ear.listen(place, bob, room);
  await near.expect("pusher_internal:member_added");
  near.send("client-typing", { n: 1 }, channelOf(room));
  expect(await far.expect("client-typing")).toEqual({ n: 1 });
  await near.expectNothing();
});

test("typing needs a subscription", async () => {
  const ear = await Ear.connect(place);
  ear.send("client-typing", {}, channelOf(room));
  await ear.expectError(4301);
});
