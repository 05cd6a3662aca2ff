/** The way into the WebSocket. */

import type { Request, Router } from "express";

import { bearerToken, currentUser } from "../accounts/current-user.ts";
import { Forbidden, Malformed, Unauthenticated } from "../failures.ts";
import { check, readBody } from "../input.ts";
import { createRouter, refuseOtherMethods } from "../routing.ts";
import type { Services } from "../services.ts";
import { mayListen } from "./access.ts";
import { writeChannelData } from "./frames.ts";
import { roomOf } from "./names.ts";
import { ChannelRequest } from "./schemas.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true });

export function broadcasting(services: Services): Router {
  const { accessTokens, database } = services;
  const { hub, signer } = services.channels;
  const router = createRouter();

  router
    .route("/api/v1/broadcasting/config")
    .get((_request, response) => {
      response.json({ key: signer.key });
    })
    .all(refuseOtherMethods);

  router
    .route("/api/v1/broadcasting/auth")
    .post(async (request, response) => {
      const user = await currentUser(request, services);
      const { socket_id, channel_name } = readChannelRequest(request);
      const signIn = await accessTokens.readSignIn(bearerToken(request));
      if (signIn === undefined) {
        throw new Unauthenticated("Sign in again: this token was revoked.");
      }
      if (!(await mayListen(database, channel_name, user.id))) {
        throw new Forbidden("You may not subscribe to this channel.");
      }
      await hub.vouch(socket_id, channel_name, signIn);
      const channelData =
        roomOf(channel_name) === undefined
          ? undefined
          : writeChannelData({ userId: user.id, name: user.name });
      response.json({
        auth: signer.sign(socket_id, channel_name, channelData),
        channel_data: channelData,
      });
    })
    .all(refuseOtherMethods);

  return router;
}

/** Pusher clients send a form; other clients may send JSON. */
function readChannelRequest(request: Request) {
  if (!request.is("application/x-www-form-urlencoded")) {
    return readBody(request, ChannelRequest);
  }
  const body: unknown = request.body;
  return check(
    Object.fromEntries(new URLSearchParams(decode(body))),
    ChannelRequest,
  );
}

function decode(body: unknown): string {
  try {
    return body instanceof Uint8Array ? utf8.decode(body) : "";
  } catch {
    throw new Malformed("The body is not a form in UTF-8.");
  }
}
