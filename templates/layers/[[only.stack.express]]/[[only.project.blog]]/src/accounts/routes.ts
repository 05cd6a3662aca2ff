import type { Router } from "express";

import { clientNetwork } from "../client-address.ts";
import { Unauthenticated } from "../failures.ts";
import { readBody } from "../input.ts";
import { createRouter } from "../routing.ts";
import type { Services } from "../services.ts";
import { currentUser, signedIn } from "./current-user.ts";
import { createGuest } from "./guests.ts";
import { addUser, changeUser, emailKey, findUser } from "./queries.ts";
import {
  Credentials,
  NewUser,
  showUser,
  UserChange,
  type User,
} from "./schemas.ts";

/** In seconds. This API has no refresh tokens: each response with a user contains a new token instead. */
const LIFETIME = 24 * 60 * 60;

/** Public: these routes are how a user gets a token. */
export function authentication(services: Services): Router {
  const { database, passwords, rateLimits } = services;
  const { route, router } = createRouter();

  route("/api/users").post(async (request, response) => {
    const { user } = readBody(request, NewUser);
    rateLimits.registrations.count(clientNetwork(request));
    response
      .status(201)
      .json(await answerUser(services, await addUser(services, user)));
  });

  route("/api/users/guest").post(async (request, response) => {
    const guest = await createGuest(services, clientNetwork(request));
    response.status(201).json(await answerUser(services, guest));
  });

  route("/api/users/login").post(async (request, response) => {
    const { email, password } = readBody(request, Credentials).user;
    const account = `account ${emailKey(email)}`;
    const network = clientNetwork(request);
    rateLimits.failedSignIns.count(account, network);

    const user = await findUser(database, email);
    const isTheirs = await passwords.match(password, user?.password_hash);
    if (!user || !isTheirs) {
      throw new Unauthenticated("invalid", "credentials");
    }
    rateLimits.failedSignIns.forget(account);
    rateLimits.failedSignIns.takeBack(network);
    response.json(await answerUser(services, user));
  });

  return router;
}

export function me(services: Services): Router {
  const { route, router } = createRouter(signedIn(services));

  route("/api/user")
    .get(async (_request, response) => {
      response.json(await answerUser(services, currentUser(response)));
    })
    .put(async (request, response) => {
      const me = currentUser(response);
      const { user } = readBody(request, UserChange);
      const changed = await changeUser(services, me, user);
      response.json(await answerUser(services, changed));
    });

  return router;
}

export async function answerUser({ accessTokens }: Services, user: User) {
  const token = await accessTokens.issue({ sub: user.token_subject }, LIFETIME);
  return { user: showUser(user, token) };
}
