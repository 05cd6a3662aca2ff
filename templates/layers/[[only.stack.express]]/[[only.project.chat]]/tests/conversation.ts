/** What people do in a chat, for the tests to tell their stories with. */

import { randomUUID } from "node:crypto";

import { expect } from "vitest";

import type { showMessage } from "../src/messages/schemas.ts";
import type { Person } from "./sign-in.ts";

export interface RoomAnswer {
  id: string;
  name: string;
  topic: string | null;
  private: boolean;
  created_by: string;
  member_count: number;
  unread_count: number | null;
  created_at: string;
}

type Shown = ReturnType<typeof showMessage>;
export type MessageAnswer = { [Key in keyof Shown]: Shown[Key] };

/** Make a room with these members; guests come by themselves or, into a private room, are brought. */
export async function openRoom(
  maker: Person,
  guests: Person[] = [],
  values: object = {},
): Promise<RoomAnswer> {
  const body = { name: `room ${randomUUID()}`, ...values };
  const answer = await maker.post("/rooms", body);
  expect(answer.status).toBe(201);
  const room = answer.body as RoomAnswer;
  for (const guest of guests) {
    const by = room.private ? maker : guest;
    await by.put(membership(room, guest)).expect(204);
  }
  return room;
}

export function idOf(person: Person): string {
  return person.session.user.id;
}

export function membership(room: RoomAnswer, person: Person): string {
  return `/rooms/${room.id}/members/${idOf(person)}`;
}

export function messagesOf(room: RoomAnswer): string {
  return `/rooms/${room.id}/messages`;
}

export async function say(
  author: Person,
  room: RoomAnswer,
  body = "Hello",
): Promise<MessageAnswer> {
  const answer = await author.post(messagesOf(room), { body });
  expect(answer.status).toBe(201);
  return answer.body as MessageAnswer;
}

export async function heard(
  reader: Person,
  room: RoomAnswer,
  query = "",
): Promise<MessageAnswer[]> {
  const path = `${messagesOf(room)}?limit=100${query}`;
  const answer = await reader.get(path).expect(200);
  return answer.body.items as MessageAnswer[];
}

export async function unread(
  reader: Person,
  room: RoomAnswer,
): Promise<number | null> {
  const answer = await reader.get(`/rooms/${room.id}`).expect(200);
  return answer.body.unread_count as number | null;
}
