import { beforeEach, expect, test } from "vitest";

import { membership, idOf, openRoom } from "../conversation.ts";
import { signUp, type Person } from "../sign-in.ts";

let alice: Person;
let bob: Person;

beforeEach(async () => {
  alice = await signUp("Alice");
  bob = await signUp("Bob");
});

async function idsOf(person: Person, path: string): Promise<string[]> {
  const { body } = await person.get(path).expect(200);
  return (body.items as { id: string }[]).map(({ id }) => id);
}

test("a new room has its maker as member", async () => {
  const room = await openRoom(alice, [], { topic: "Plans" });
  expect(room).toMatchObject({
    topic: "Plans",
    private: false,
    created_by: idOf(alice),
    member_count: 1,
    unread_count: 0,
  });
  const { body } = await alice.get(`/rooms/${room.id}`);
  expect(body).toEqual(room);
});

test("rooms are listed newest first in pages", async () => {
  const made: string[] = [];
  for (let number = 0; number < 3; number += 1) {
    made.push((await openRoom(alice, [], { private: true })).id);
  }
  const { body } = await alice.get("/rooms?limit=2");
  const rest = `/rooms?limit=1&cursor=${String(body.next_cursor)}`;
  const seen = [
    ...(body.items as { id: string }[]).map(({ id }) => id),
    ...(await idsOf(alice, rest)),
  ];
  expect(seen).toEqual(made.reverse());
});

test("a private room does not exist for a stranger", async () => {
  const room = await openRoom(alice, [], { private: true });
  await bob.get(`/rooms/${room.id}`).expect(404);
  await bob.delete(`/rooms/${room.id}`).expect(404);
  await bob.put(membership(room, bob)).expect(404);
  expect(await idsOf(bob, "/rooms?limit=100")).not.toContain(room.id);
});

test("a name is taken in any case", async () => {
  const room = await openRoom(alice);
  await bob.post("/rooms", { name: room.name.toUpperCase() }).expect(409);
  const other = await openRoom(bob);
  await bob.patch(`/rooms/${other.id}`, { name: room.name }).expect(409);
});

test.each(["", " \t", "x".repeat(81), "nul\0", 1, null])(
  "a name that is not valid is refused: %j",
  async (name) => {
    await alice.post("/rooms", { name }).expect(422);
  },
);

test("only the maker changes or deletes a room", async () => {
  const room = await openRoom(alice, [bob]);
  const path = `/rooms/${room.id}`;
  await bob.patch(path, { topic: "Mine" }).expect(403);
  await bob.delete(path).expect(403);
  const { body } = await alice.patch(path, { topic: "Ours" });
  expect(body).toEqual({ ...room, topic: "Ours", member_count: 2 });
  await alice.delete(path).expect(204);
  await bob.get(path).expect(404);
});

test("anyone joins a public room but nobody is put there", async () => {
  const room = await openRoom(alice);
  await alice.put(membership(room, bob)).expect(403);
  await bob.put(membership(room, bob)).expect(204);
  await bob.put(membership(room, bob)).expect(204);
  const members = await idsOf(alice, `/rooms/${room.id}/members`);
  expect(members).toEqual([idOf(alice), idOf(bob)]);
});

test("members bring others into a private room", async () => {
  const room = await openRoom(alice, [], { private: true });
  await alice.put(membership(room, bob)).expect(204);
  await bob.get(`/rooms/${room.id}`).expect(200);
  const members = `/rooms/${room.id}/members`;
  const nobody = "00000000-0000-4000-8000-000000000000";
  await alice.put(`${members}/${nobody}`).expect(404);
  await alice.put(`${members}/bob`).expect(404);
});

test("the maker removes anyone and others only themselves", async () => {
  const room = await openRoom(alice, [bob]);
  await bob.delete(membership(room, alice)).expect(403);
  await alice.delete(membership(room, bob)).expect(204);
  await alice.delete(membership(room, bob)).expect(204);
  await bob.delete(membership(room, bob)).expect(204);
  const { body } = await alice.get(`/rooms/${room.id}`);
  expect(body.member_count).toBe(1);
});
