import type { Database } from "../database/connect.ts";

/** By room id, in one statement, for the rooms that the reader is a member of. */
export async function countUnread(
  database: Database,
  reader: { id: string },
  roomIds: string[],
): Promise<Map<string, number>> {
  if (roomIds.length === 0) {
    return new Map();
  }
  const counts = await database
    .selectFrom("members")
    .leftJoin("messages", (join) =>
      join
        .onRef("messages.room_id", "=", "members.room_id")
        .onRef("messages.id", ">", "members.read_up_to")
        .on("messages.author_id", "!=", reader.id),
    )
    .select([
      "members.room_id",
      ({ fn }) => fn.count<number>("messages.id").as("count"),
    ])
    .where("members.user_id", "=", reader.id)
    .where("members.room_id", "in", roomIds)
    .groupBy("members.room_id")
    .execute();
  return new Map(counts.map(({ room_id, count }) => [room_id, count]));
}
