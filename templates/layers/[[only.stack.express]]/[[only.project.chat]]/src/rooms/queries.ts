import type { z } from "zod";

import type { Database } from "../database/connect.ts";
import { isDuplicate, isOrphan } from "../database/errors.ts";
import { held } from "../database/locks.ts";
import { Conflict, NotFound } from "../failures.ts";
import { FIRST, nextId } from "../ordered-ids.ts";
import {
  nameKey,
  type NewRoom,
  type Room,
  type RoomChange,
} from "./schemas.ts";

export function addRoom(
  database: Database,
  maker: { id: string },
  values: z.output<typeof NewRoom>,
): Promise<Room> {
  return database
    .transaction()
    .execute((transaction) => insertRoom(transaction, maker, values));
}

/** The maker is its first member. */
export async function insertRoom(
  transaction: Database,
  maker: { id: string },
  { name, topic, private: isPrivate }: z.output<typeof NewRoom>,
): Promise<Room> {
  const room: Room = {
    id: nextId(),
    name,
    name_key: nameKey(name),
    topic,
    private: isPrivate,
    created_by: maker.id,
    created_at: new Date(),
    last_message_id: FIRST,
  };
  await named(transaction.insertInto("rooms").values(room).execute());
  await insertMember(transaction, room, maker.id);
  return room;
}

export async function changeRoom<Known extends Room>(
  database: Database,
  room: Known,
  change: z.output<typeof RoomChange>,
): Promise<Known> {
  const { name = room.name, topic = room.topic } = change;
  const columns = { name, name_key: nameKey(name), topic };
  await named(
    database
      .updateTable("rooms")
      .set(columns)
      .where("id", "=", room.id)
      .execute(),
  );
  return { ...room, ...columns };
}

/** False for a room that was already deleted. */
export async function deleteRoom(
  database: Database,
  room: Room,
): Promise<boolean> {
  const { numDeletedRows } = await database
    .deleteFrom("rooms")
    .where("id", "=", room.id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export function roomsCreatedBy(database: Database, userId: string) {
  return database
    .selectFrom("rooms")
    .selectAll()
    .where("created_by", "=", userId)
    .execute();
}

/** Rooms that somebody else created. */
export function roomsJoinedBy(database: Database, userId: string) {
  return database
    .selectFrom("rooms")
    .innerJoin("members", "members.room_id", "rooms.id")
    .selectAll("rooms")
    .where("members.user_id", "=", userId)
    .where("rooms.created_by", "!=", userId)
    .execute();
}

/** A new member has read all that was said before. False for one who is a member already. */
export async function addMember(
  database: Database,
  room: Room,
  userId: string,
): Promise<boolean> {
  try {
    await insertMember(database, room, userId);
    return true;
  } catch (error) {
    if (isOrphan(error)) {
      throw new NotFound();
    }
    if (!isDuplicate(error)) {
      throw error;
    }
    return false;
  }
}

/** Nobody could ever see a private room without members, so it goes with the last. False for who is no member. */
export async function removeMember(
  database: Database,
  room: Room,
  userId: string,
): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom("members")
      .where("room_id", "=", room.id)
      .where("user_id", "=", userId)
      .executeTakeFirst();
    if (room.private && !(await hasMembers(transaction, room))) {
      await deleteRoom(transaction, room);
    }
    return numDeletedRows > 0n;
  });
}

async function hasMembers(database: Database, room: Room): Promise<boolean> {
  const member = await database
    .selectFrom("members")
    .select("id")
    .where("room_id", "=", room.id)
    .executeTakeFirst();
  return member !== undefined;
}

async function insertMember(
  database: Database,
  room: Room,
  userId: string,
): Promise<void> {
  const member = {
    id: nextId(),
    room_id: room.id,
    user_id: userId,
    joined_at: new Date(),
    read_up_to: room.last_message_id,
  };
  await database.insertInto("members").values(member).execute();
}

export function membersOf(database: Database, room: { id: string }) {
  return database
    .selectFrom("members")
    .select(["id", "user_id", "joined_at"])
    .select((eb) =>
      eb
        .selectFrom("users")
        .select("users.name")
        .whereRef("users.id", "=", "members.user_id")
        .$asScalar()
        .$notNull()
        .as("name"),
    )
    .where("room_id", "=", room.id);
}

/** All of the room up to this message. */
export async function setReadUpTo(
  database: Database,
  { roomId, userId }: { roomId: string; userId: string },
  messageId: string,
): Promise<void> {
  await database
    .updateTable("members")
    .set({ read_up_to: messageId })
    .where("room_id", "=", roomId)
    .where("user_id", "=", userId)
    .execute();
}

/** Lock a room, so that messages are appended one after the other. */
export async function lockRoom(
  transaction: Database,
  roomId: string,
): Promise<{ last_message_id: string }> {
  const itself = transaction
    .selectFrom("rooms")
    .select("last_message_id")
    .where("id", "=", roomId);
  const room = await held(transaction, itself).executeTakeFirst();
  if (!room) {
    throw new NotFound();
  }
  return room;
}

export async function setLastMessage(
  transaction: Database,
  roomId: string,
  messageId: string,
): Promise<void> {
  await transaction
    .updateTable("rooms")
    .set({ last_message_id: messageId })
    .where("id", "=", roomId)
    .execute();
}

/** Names are unique, of private rooms too. */
async function named(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw isDuplicate(error)
      ? new Conflict("A room with this name already exists.")
      : error;
  }
}
