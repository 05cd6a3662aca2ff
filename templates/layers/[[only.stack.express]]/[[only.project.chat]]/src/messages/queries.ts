import type { z } from "zod";

import type { Database } from "../database/connect.ts";
import { Invalid, NotFound } from "../failures.ts";
import { nextId } from "../ordered-ids.ts";
import { Forbidden } from "../rooms/access.ts";
import { isMember, setReadUpTo } from "../rooms/member-queries.ts";
import { lockRoom, setLastMessage } from "../rooms/queries.ts";
import { isId } from "../schemas.ts";
import type { Message, MessageQuery } from "./schemas.ts";

interface Reader {
  id: string;
}

/** The messages of a room, between two messages if given. */
export function messagesBetween(
  database: Database,
  room: { id: string },
  { after, before }: Pick<z.output<typeof MessageQuery>, "after" | "before">,
) {
  let messages = allMessages(database).where("room_id", "=", room.id);
  if (after !== undefined) {
    messages = messages.where("id", ">", after);
  }
  if (before !== undefined) {
    messages = messages.where("id", "<", before);
  }
  return messages;
}

/** A message in a room that the reader is a member of. */
export async function findMessage(
  database: Database,
  reader: Reader,
  id: string,
): Promise<Message> {
  const message = isId(id)
    ? await allMessages(database)
        .where("id", "=", id.toLowerCase())
        .executeTakeFirst()
    : undefined;
  if (!message || !(await isMember(database, message.room_id, reader.id))) {
    throw new NotFound();
  }
  return message;
}

export async function findOwnMessage(
  database: Database,
  author: Reader,
  id: string,
): Promise<Message> {
  const message = await findMessage(database, author, id);
  if (message.author_id !== author.id) {
    throw new Forbidden("Only the message's author can do this.");
  }
  return message;
}

/** Append a message. The lock on the room's row keeps ids and rows in the same order. */
export async function addMessage(
  transaction: Database,
  roomId: string,
  author: { id: string; name: string },
  body: string,
): Promise<Message> {
  const room = await lockRoom(transaction, roomId);
  if (!(await isMember(transaction, roomId, author.id))) {
    throw new Forbidden("You are no longer a member of this room.");
  }
  const row = {
    id: nextId(room.last_message_id),
    room_id: roomId,
    author_id: author.id,
    body,
    created_at: new Date(),
    edited_at: null,
  };
  await transaction.insertInto("messages").values(row).execute();
  await setLastMessage(transaction, roomId, row.id);
  return { ...row, author_name: author.name };
}

export async function changeMessage(
  database: Database,
  message: Message,
  body: string,
): Promise<Message> {
  const change = { body, edited_at: new Date() };
  await database
    .updateTable("messages")
    .set(change)
    .where("id", "=", message.id)
    .execute();
  return { ...message, ...change };
}

export async function deleteMessage(
  database: Database,
  message: Message,
): Promise<void> {
  await database.deleteFrom("messages").where("id", "=", message.id).execute();
}

/** Mark the message and all before it as read. */
export async function markRead(
  database: Database,
  room: { id: string },
  reader: Reader,
  messageId: string,
): Promise<void> {
  const message = await allMessages(database)
    .where("id", "=", messageId)
    .where("room_id", "=", room.id)
    .executeTakeFirst();
  if (!message) {
    throw new Invalid(["/message_id", "This message is not in this room."]);
  }
  const membership = { roomId: room.id, userId: reader.id };
  await setReadUpTo(database, membership, message.id);
}

function allMessages(database: Database) {
  return database
    .selectFrom("messages")
    .selectAll()
    .select((eb) =>
      eb
        .selectFrom("users")
        .select("users.name")
        .whereRef("users.id", "=", "messages.author_id")
        .$asScalar()
        .$notNull()
        .as("author_name"),
    );
}
