import type { z } from "zod";

import type { Database } from "../database/connect.ts";
import { isDuplicate } from "../database/errors.ts";
import { lockForUpdate } from "../database/locks.ts";
import { Conflict, NotFound } from "../failures.ts";
import { FIRST, nextId } from "../ordered-ids.ts";
import { deleteMember, hasMembers, insertMember } from "./member-queries.ts";
import {
  nameKey,
  type NewRoom,
  type Room,
  type RoomChange,
} from "./schemas.ts";

export function addRoom(
  database: Database,
  creator: { id: string },
  values: z.output<typeof NewRoom>,
): Promise<Room> {
  return database
    .transaction()
    .execute((transaction) => insertRoom(transaction, creator, values));
}

/** The creator is its first member. */
export async function insertRoom(
  transaction: Database,
  creator: { id: string },
  { name, topic, private: isPrivate }: z.output<typeof NewRoom>,
): Promise<Room> {
  const room: Room = {
    id: nextId(),
    name,
    name_key: nameKey(name),
    topic,
    private: isPrivate,
    created_by: creator.id,
    created_at: new Date(),
    last_message_id: FIRST,
  };
  await translateDuplicate(
    transaction.insertInto("rooms").values(room).execute(),
  );
  await insertMember(transaction, room, creator.id);
  return room;
}

export async function changeRoom<Known extends Room>(
  database: Database,
  room: Known,
  change: z.output<typeof RoomChange>,
): Promise<Known> {
  const { name = room.name, topic = room.topic } = change;
  const columns = { name, name_key: nameKey(name), topic };
  await translateDuplicate(
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

export function roomsVisibleTo(database: Database, user: { id: string }) {
  return database
    .selectFrom("rooms")
    .selectAll()
    .where((eb) =>
      eb.or([
        eb("private", "=", false),
        eb.exists(
          eb
            .selectFrom("members")
            .select("members.id")
            .whereRef("room_id", "=", "rooms.id")
            .where("user_id", "=", user.id),
        ),
      ]),
    );
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

/** Returns false if the user is not a member. Nobody can see a private room without members, so it is deleted. */
export async function removeMember(
  database: Database,
  room: Room,
  userId: string,
): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const wasMember = await deleteMember(transaction, room, userId);
    if (room.private && !(await hasMembers(transaction, room))) {
      await deleteRoom(transaction, room);
    }
    return wasMember;
  });
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
  const room = await lockForUpdate(transaction, itself).executeTakeFirst();
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

/** Names are unique, including those of private rooms. */
async function translateDuplicate(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw isDuplicate(error)
      ? new Conflict("A room with this name already exists.")
      : error;
  }
}
