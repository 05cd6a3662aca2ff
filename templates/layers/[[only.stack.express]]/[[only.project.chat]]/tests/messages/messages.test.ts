import { randomUUID } from "node:crypto";

import { beforeEach, expect, test } from "vitest";

import {
  heard,
  membership,
  messagesOf,
  openRoom,
  say,
  unread,
} from "../conversation.ts";
import { pointers, signUp, type Person } from "../sign-in.ts";

let alice: Person;
let bob: Person;

beforeEach(async () => {
  alice = await signUp("Alice");
  bob = await signUp("Bob");
});

test("messages are listed newest first between bounds", async () => {
  const room = await openRoom(alice, [bob]);
  const one = await say(alice, room, "1");
  const two = await say(bob, room, "2");
  const three = await say(bob, room, "3");
  const four = await say(alice, room, "4");
  expect(await heard(alice, room)).toEqual([four, three, two, one]);
  const between = `&after=${one.id}&before=${four.id}`;
  expect(await heard(alice, room, between)).toEqual([three, two]);
  const { body } = await alice.get(`${messagesOf(room)}?limit=3`);
  const rest = `&cursor=${String(body.next_cursor)}`;
  expect(await heard(alice, room, rest)).toEqual([one]);
});

test("a message is read by members only", async () => {
  const room = await openRoom(alice);
  const message = await say(alice, room);
  await bob.get(messagesOf(room)).expect(403);
  await bob.post(messagesOf(room), { body: "Let me in" }).expect(403);
  await bob.get(`/messages/${message.id}`).expect(404);
  await bob.get("/messages/1").expect(404);
  const { body } = await alice.get(`/messages/${message.id}`);
  expect(body).toEqual(message);
});

test("only the author edits and deletes", async () => {
  const room = await openRoom(alice, [bob]);
  const message = await say(bob, room);
  const path = `/messages/${message.id}`;
  await alice.patch(path, { body: "Mine" }).expect(403);
  await alice.delete(path).expect(403);
  const { body } = await bob.patch(path, { body: "Better" }).expect(200);
  expect(body).toEqual({
    ...message,
    body: "Better",
    edited_at: body.edited_at as string,
  });
  expect(Date.parse(body.edited_at as string)).not.toBeNaN();
  await bob.delete(path).expect(204);
  await bob.patch(path, { body: "Back" }).expect(404);
  expect(await heard(alice, room)).toEqual([]);
});

test.each(["", " \n", "x".repeat(4001), "nul\0", 1])(
  "a message that is not valid is refused: %j",
  async (body) => {
    const room = await openRoom(alice);
    await alice.post(messagesOf(room), { body }).expect(422);
  },
);

test("a request that is sent again is said once", async () => {
  const [room, other] = [await openRoom(alice), await openRoom(alice)];
  const headers = { "Idempotency-Key": randomUUID() };
  const once = { body: "once" };
  const first = await alice.post(messagesOf(room), once, headers);
  const again = await alice.post(messagesOf(room), once, headers);
  expect(again.status).toBe(201);
  expect(again.body).toEqual(first.body);
  expect(again.headers.location).toBe(first.headers.location);
  expect(await heard(alice, room)).toHaveLength(1);
  await alice.post(messagesOf(other), once, headers).expect(422);
});

test("unread is what others said after the mark", async () => {
  const room = await openRoom(alice);
  await say(alice, room);
  expect(await unread(bob, room)).toBeNull();
  await bob.put(membership(room, bob)).expect(204);
  expect(await unread(bob, room)).toBe(0);
  const first = await say(alice, room);
  await say(alice, room);
  await say(bob, room);
  expect(await unread(bob, room)).toBe(2);
  const mark = { message_id: first.id };
  await bob.put(`/rooms/${room.id}/read`, mark).expect(204);
  expect(await unread(bob, room)).toBe(1);
  expect(await unread(alice, room)).toBe(1);
});

test("only a message of the room can be marked", async () => {
  const room = await openRoom(alice);
  const elsewhere = await say(alice, await openRoom(alice));
  const mark = { message_id: elsewhere.id };
  const answer = await alice.put(`/rooms/${room.id}/read`, mark).expect(422);
  expect(pointers(answer)).toEqual(["/message_id"]);
});
