import type { Selectable } from "kysely";
import { z } from "zod";

import { PageQuery } from "../pagination.ts";
import { words } from "../rooms/schemas.ts";
import { Id } from "../schemas.ts";
import type { MessageTables } from "./tables.ts";

export const MessageBody = z.strictObject({ body: words(4000) });

export const ReadMark = z.strictObject({ message_id: Id });

export const MessageQuery = PageQuery.extend({
  before: Id.optional(),
  after: Id.optional(),
});

export type Message = Selectable<MessageTables["messages"]> & {
  author_name: string;
};

export function showMessage(message: Message) {
  return {
    id: message.id,
    room_id: message.room_id,
    author: { id: message.author_id, name: message.author_name },
    body: message.body,
    created_at: message.created_at,
    edited_at: message.edited_at,
  };
}
