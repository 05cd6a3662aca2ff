import { test } from "vitest";

import { membership, openRoom, say } from "../conversation.ts";
import { signUp } from "../sign-in.ts";
import { at, channelOf, Ear, open } from "./listening.ts";

test.each([
  ["/app/other?protocol=7", 4001],
  ["/app/chat?protocol=8", 4007],
  ["/app/chat", 4007],
])("another key or protocol is refused: %s", async (path, code) => {
  const ear = new Ear(await open(), path);
  await ear.expectError(code);
  await ear.expectClose(code);
});

test("what is nested too deep to be passed on is an error", async () => {
  const ear = await Ear.connect(await open());
  const data = "[".repeat(30_000) + "]".repeat(30_000);
  ear.socket.send(`{"event":"client-x","data":${data}}`);
  await ear.expectError(4300);
});

test("a frame that is too long ends its own connection only", async () => {
  const place = await open();
  const [giant, other] = [await Ear.connect(place), await Ear.connect(place)];
  giant.send("client-x", "x".repeat(2_000_000));
  await giant.expectClose(1009);
  await other.expectNothing();
});

test("a silent connection is pinged and closed", async () => {
  const ear = await Ear.connect(await open({ ACTIVITY_TIMEOUT: 1 }));
  await ear.expect("pusher:ping");
  ear.send("pusher:pong");
  await ear.expect("pusher:ping");
  await ear.expectClose(4201);
});

test("a slow reader is cut off and slows nobody", async () => {
  const place = await open();
  const alice = await signUp("Alice", place.api);
  const room = await openRoom(alice);
  const slow = await Ear.listen(place, alice, room);
  const ear = await Ear.listen(place, alice, room);
  slow.socket.pause();
  const { hub } = place.services;
  const words = JSON.stringify("x".repeat(64 * 1024));
  for (let number = 0; number < 600; number += 1) {
    await hub.announce(channelOf(room), "message.created", words);
    await ear.expect("message.created");
  }
  slow.socket.resume();
  await slow.expectClose(4100);
  await ear.expectNothing();
});

test("a server that stops sends its clients away to come back", async () => {
  const place = await open();
  const ear = await Ear.connect(place);
  place.disconnectClients();
  await ear.expectClose(4200);
  const late = new Ear(place);
  await late.expectClose(4200);
});

test("who is removed is unsubscribed at once", async () => {
  const place = await open();
  const alice = at(place, await signUp("Alice"));
  const bob = at(place, await signUp("Bob"));
  const room = await openRoom(alice, [bob]);
  const ear = await Ear.listen(place, alice, room);
  const other = await Ear.listen(place, bob, room);
  await ear.expect("pusher_internal:member_added");
  const early = await other.authorization(bob, channelOf(room));
  await alice.delete(membership(room, bob)).expect(204);
  await ear.expect("pusher_internal:member_removed");
  await other.expectRefusal(403);
  await say(alice, room);
  await other.expectNothing();
  other.send("pusher:subscribe", { channel: channelOf(room), ...early });
  await other.expectRefusal(403);
});

test("a room that is deleted unsubscribes everybody", async () => {
  const place = await open();
  const alice = await signUp("Alice", place.api);
  const room = await openRoom(alice);
  const ear = await Ear.listen(place, alice, room);
  await alice.delete(`/rooms/${room.id}`).expect(204);
  await ear.expectRefusal(404);
  await ear.expectNothing();
});
