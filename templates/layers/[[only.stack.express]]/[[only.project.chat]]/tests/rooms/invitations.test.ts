import { beforeEach, expect, test } from "vitest";

import { idOf, openRoom, type RoomAnswer } from "../conversation.ts";
import { pointers, signUp, type Person } from "../sign-in.ts";

let alice: Person;
let bob: Person;
let room: RoomAnswer;

beforeEach(async () => {
  alice = await signUp("Alice");
  bob = await signUp("Bob");
  room = await openRoom(alice, [], { private: true });
});

async function invite(person: Person, email: string, status: number) {
  const path = `/rooms/${room.id}/invitations`;
  return person.post(path, { email }).expect(status);
}

test("a member brings somebody into a private room by their address", async () => {
  await invite(alice, bob.session.user.email.toUpperCase(), 204);
  const { body } = await bob.get(`/rooms/${room.id}/members`).expect(200);
  expect((body.items as { id: string }[]).map(({ id }) => id)).toEqual([
    idOf(alice),
    idOf(bob),
  ]);
});

test("an unknown address is answered in the same way", async () => {
  await invite(alice, "nobody@example.com", 204);
  await invite(bob, alice.session.user.email, 404);
});

test("an invitation names somebody", async () => {
  expect(pointers(await invite(alice, "", 422))).toEqual(["/email"]);
});

test("one person invites twenty times a minute", async () => {
  for (let sent = 0; sent < 20; sent += 1) {
    await invite(alice, `nobody-${String(sent)}@example.com`, 204);
  }
  await invite(alice, bob.session.user.email, 429);
  await bob.get(`/rooms/${room.id}`).expect(404);
});
