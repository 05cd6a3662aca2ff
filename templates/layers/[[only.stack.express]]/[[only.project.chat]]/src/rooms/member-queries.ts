import type { Database } from "../database/connect.ts";
import { isDuplicate, isOrphan } from "../database/errors.ts";
import { NotFound } from "../failures.ts";
import { nextId } from "../ordered-ids.ts";
import type { Room } from "./schemas.ts";

export async function isMember(
  database: Database,
  roomId: string,
  userId: string,
): Promise<boolean> {
  const member = await database
    .selectFrom("members")
    .select("id")
    .where("room_id", "=", roomId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  return member !== undefined;
}

export async function memberIds(
  database: Database,
  room: { id: string },
): Promise<string[]> {
  const members = await database
    .selectFrom("members")
    .select("user_id")
    .where("room_id", "=", room.id)
    .execute();
  return members.map(({ user_id }) => user_id);
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

/** By room id, in one statement. */
export async function countMembers(
  database: Database,
  roomIds: string[],
): Promise<Map<string, number>> {
  if (roomIds.length === 0) {
    return new Map();
  }
  const counts = await database
    .selectFrom("members")
    .select(["room_id", ({ fn }) => fn.countAll<number>().as("count")])
    .where("room_id", "in", roomIds)
    .groupBy("room_id")
    .execute();
  return new Map(counts.map(({ room_id, count }) => [room_id, count]));
}

/** Earlier messages count as read. Returns false if the user already is a member. */
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

export async function insertMember(
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

/** Returns false if the user is not a member. */
export async function deleteMember(
  database: Database,
  room: Room,
  userId: string,
): Promise<boolean> {
  const { numDeletedRows } = await database
    .deleteFrom("members")
    .where("room_id", "=", room.id)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function hasMembers(
  database: Database,
  room: Room,
): Promise<boolean> {
  const member = await database
    .selectFrom("members")
    .select("id")
    .where("room_id", "=", room.id)
    .executeTakeFirst();
  return member !== undefined;
}

/** Everything up to this message has been read. */
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
