import type { Router } from "express";

import { clientNetwork } from "../client-address.ts";
import { Unauthenticated } from "../failures.ts";
import { readBody } from "../input.ts";
import { createRouter } from "../routing.ts";
import type { Services } from "../services.ts";
import { currentUser, signedIn } from "./current-user.ts";
import { createGuest } from "./guests.ts";
import { addUser, emailKey, findUser, renameUser } from "./queries.ts";
import { endFamily, rotate, startFamily } from "./refresh-tokens.ts";
import {
  Credentials,
  NewUser,
  RefreshTokenBody,
  showUser,
  UserChange,
  type User,
} from "./schemas.ts";
import { showSession } from "./sessions.ts";

/** Public: these routes are how a user gets an access token. */
export function authentication(services: Services): Router {
  const { database, passwords, rateLimits } = services;
  const { route, router } = createRouter();

  route("/api/v1/auth/register").post(async (request, response) => {
    const body = readBody(request, NewUser);
    rateLimits.registrations.count(clientNetwork(request));
    const user = await addUser(services, body);
    response.status(201).json(await startSession(services, user));
  });

  route("/api/v1/auth/guest").post(async (request, response) => {
    const guest = await createGuest(services, clientNetwork(request));
    response.status(201).json(await startSession(services, guest));
  });

  route("/api/v1/auth/login").post(async (request, response) => {
    const { email, password } = readBody(request, Credentials);
    const account = `account ${emailKey(email)}`;
    const network = clientNetwork(request);
    rateLimits.failedSignIns.count(account, network);

    const user = await findUser(database, email);
    const isTheirs = await passwords.match(password, user?.password_hash);
    if (!user || !isTheirs) {
      throw new Unauthenticated("The e-mail address or the password is wrong.");
    }
    rateLimits.failedSignIns.forget(account);
    rateLimits.failedSignIns.takeBack(network);
    response.json(await startSession(services, user));
  });

  route("/api/v1/auth/refresh").post(async (request, response) => {
    const { refresh_token } = readBody(request, RefreshTokenBody);
    const { user, next } = await rotate(database, refresh_token);
    response.json(await showSession(services, user, next));
  });

  route("/api/v1/auth/logout").post(async (request, response) => {
    const { refresh_token } = readBody(request, RefreshTokenBody);
    await endFamily(database, refresh_token);
    response.status(204).end();
  });

  return router;
}

export function me(services: Services): Router {
  const { route, router } = createRouter(signedIn(services));

  route("/api/v1/me")
    .get((_request, response) => {
      response.json(showUser(currentUser(response)));
    })
    .patch(async (request, response) => {
      const user = currentUser(response);
      const { name = user.name } = readBody(request, UserChange);
      const changed = await renameUser(services.database, user, name);
      response.json(showUser(changed));
    });

  return router;
}

export async function startSession(services: Services, user: User) {
  const refreshToken = await startFamily(services.database, user.id);
  return showSession(services, user, refreshToken);
}
