import type { Router } from "express";

import { currentUser, signedIn } from "../accounts/current-user.ts";
import { channelOf } from "../channels/names.ts";
import { answerOnce } from "../idempotency.ts";
import { readBody, readQuery } from "../input.ts";
import type { Sort } from "../keyset.ts";
import { sendPage } from "../pagination.ts";
import { findJoinedRoom } from "../rooms/access.ts";
import { createRouter } from "../routing.ts";
import type { Services } from "../services.ts";
import {
  addMessage,
  changeMessage,
  deleteMessage,
  findMessage,
  findOwnMessage,
  markRead,
  messagesBetween,
} from "./queries.ts";
import { MessageBody, MessageQuery, ReadMark, showMessage } from "./schemas.ts";

const PATH = "/api/v1/messages";
const NEWEST_FIRST: Sort = { column: "id", descending: true };

export function messages(services: Services): Router {
  const { database, hub, settings } = services;
  const { route, router } = createRouter(signedIn(services));

  route("/api/v1/rooms/:id/messages")
    .get(async (request, response) => {
      const user = currentUser(response);
      const room = await findJoinedRoom(database, user, request.params.id);
      const wanted = readQuery(request, MessageQuery);
      await sendPage(request, response, settings, {
        rows: messagesBetween(database, room, wanted),
        sort: NEWEST_FIRST,
        wanted,
        show: (rows) => rows.map(showMessage),
      });
    })
    .post(async (request, response) => {
      const user = currentUser(response);
      const { body } = readBody(request, MessageBody);
      const room = await findJoinedRoom(database, user, request.params.id);
      const channel = channelOf(room.id);
      const wanted = { user, body: { room_id: room.id, body } };
      const answer = await hub.withLock(channel, async () => {
        const { answer, isNew } = await answerOnce(
          request,
          database,
          wanted,
          async (transaction) => {
            const message = await addMessage(transaction, room.id, user, body);
            return {
              location: `${PATH}/${message.id}`,
              etag: null,
              body: JSON.stringify(showMessage(message)),
            };
          },
        );
        if (isNew) {
          await hub.announce(channel, "message.created", answer.body);
        }
        return answer;
      });
      response.status(201).location(answer.location).type("json");
      response.send(answer.body);
    });

  route("/api/v1/rooms/:id/read").put(async (request, response) => {
    const user = currentUser(response);
    const { message_id } = readBody(request, ReadMark);
    const room = await findJoinedRoom(database, user, request.params.id);
    await markRead(database, room, user, message_id);
    response.status(204).end();
  });

  route(`${PATH}/:id`)
    .get(async (request, response) => {
      const user = currentUser(response);
      const message = await findMessage(database, user, request.params.id);
      response.json(showMessage(message));
    })
    .patch(async (request, response) => {
      const user = currentUser(response);
      const { body } = readBody(request, MessageBody);
      const { id, room_id } = await findOwnMessage(
        database,
        user,
        request.params.id,
      );
      const channel = channelOf(room_id);
      const shown = await hub.withLock(channel, async () => {
        // Read again: it may have been deleted while this waited for the lock.
        const message = await findOwnMessage(database, user, id);
        const changed = await changeMessage(database, message, body);
        const text = JSON.stringify(showMessage(changed));
        await hub.announce(channel, "message.updated", text);
        return text;
      });
      response.type("json").send(shown);
    })
    .delete(async (request, response) => {
      const user = currentUser(response);
      const { id, room_id } = await findOwnMessage(
        database,
        user,
        request.params.id,
      );
      const channel = channelOf(room_id);
      await hub.withLock(channel, async () => {
        const message = await findOwnMessage(database, user, id);
        await deleteMessage(database, message);
        const shown = JSON.stringify(showMessage(message));
        await hub.announce(channel, "message.deleted", shown);
      });
      response.status(204).end();
    });

  return router;
}
