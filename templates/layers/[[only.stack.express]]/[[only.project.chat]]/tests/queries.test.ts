/** The number of queries is bounded, however much data there is. */

import { expect, test } from "vitest";

import { membership, openRoom, say, type RoomAnswer } from "./conversation.ts";
import { signUp, type Person } from "./sign-in.ts";
import { planOf, startNoting } from "./statements.ts";

const { api, seen } = startNoting();

async function fill(person: Person, room: RoomAnswer): Promise<void> {
  const guest = await signUp("Guest", api);
  await guest.put(membership(room, guest)).expect(204);
  for (let number = 0; number < 5; number += 1) {
    await say(guest, room, String(number));
    await openRoom(person);
  }
}

async function statementsOf(person: Person, path: string) {
  seen.length = 0;
  await person.get(path).expect(200);
  return [...seen];
}

// Each has one more for the caller.
test.each([
  ["/rooms", 4],
  ["/rooms/:room/members", 4],
  ["/rooms/:room/messages", 4],
])(
  "%s takes as many statements for many rows as for few",
  async (path, bound) => {
    const alice = await signUp("Alice", api);
    const room = await openRoom(alice);
    const target = `${path.replace(":room", room.id)}?limit=100`;
    await fill(alice, room);
    const few = await statementsOf(alice, target);
    await fill(alice, room);
    const many = await statementsOf(alice, target);
    expect(many).toHaveLength(few.length);
    expect(many.length).toBeLessThanOrEqual(bound);
  },
);

test.each(["/rooms/:room/members", "/rooms/:room/messages"])(
  "%s enters by an index",
  async (path) => {
    const alice = await signUp("Alice", api);
    const room = await openRoom(alice);
    await fill(alice, room);
    const target = `${path.replace(":room", room.id)}?limit=2`;
    for (const statement of await statementsOf(alice, target)) {
      const { scans, sorts } = await planOf(statement);
      expect(scans, statement.sql).toBe(false);
      expect(sorts, statement.sql).toBe(0);
    }
  },
);
