/** Authorizes subscriptions of a WebSocket. */

import type { Request, Router } from "express";
import { z } from "zod";

import { currentUser, signedIn } from "../accounts/current-user.ts";
import { currentSignIn } from "../accounts/sign-ins.ts";
import { Malformed, Unauthenticated } from "../failures.ts";
import { check, readBody } from "../input.ts";
import { Forbidden } from "../rooms/access.ts";
import { createRouter } from "../routing.ts";
import { text } from "../schemas.ts";
import type { Services } from "../services.ts";
import { isAllowed } from "./access.ts";
import { writeChannelData } from "./frames.ts";
import { roomOf } from "./names.ts";

const ChannelRequest = z.strictObject({
  socket_id: z
    .string()
    .max(64)
    .regex(/^[0-9]+\.[0-9]+$/, "It is the id of a connection."),
  channel_name: text(1, 164),
});

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Public: the key is in the URL of the WebSocket. */
export function broadcastingConfig({ signer }: Services): Router {
  const { route, router } = createRouter();

  route("/api/v1/broadcasting/config").get((_request, response) => {
    response.json({ key: signer.key });
  });

  return router;
}

export function broadcasting(services: Services): Router {
  const { database, hub, signer } = services;
  const { route, router } = createRouter(signedIn(services));

  route("/api/v1/broadcasting/auth").post(async (request, response) => {
    const user = currentUser(response);
    const { socket_id, channel_name } = readChannelRequest(request);
    const signIn = await currentSignIn(services, request);
    if (signIn === undefined) {
      throw new Unauthenticated("Sign in again: this token was revoked.");
    }
    if (!(await isAllowed(database, channel_name, user.id))) {
      throw new Forbidden("You may not subscribe to this channel.");
    }
    await hub.fanout.saveSignIn(socket_id, channel_name, signIn);
    const channelData =
      roomOf(channel_name) === undefined
        ? undefined
        : writeChannelData({ userId: user.id, name: user.name });
    response.json({
      auth: signer.sign(socket_id, channel_name, channelData),
      channel_data: channelData,
    });
  });

  return router;
}

/** Pusher clients send a form; other clients may send JSON. */
function readChannelRequest(request: Request) {
  if (!request.is("application/x-www-form-urlencoded")) {
    return readBody(request, ChannelRequest);
  }
  const form = new URLSearchParams(decode(request.body as Buffer));
  return check(Object.fromEntries(form), ChannelRequest);
}

function decode(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new Malformed("The body is not a form in UTF-8.");
  }
}
