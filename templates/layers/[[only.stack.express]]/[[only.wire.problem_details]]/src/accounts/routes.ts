import { randomUUID } from "node:crypto";

import type { Router } from "express";
import type { z } from "zod";

import { clientNetwork } from "../client-address.ts";
import type { Database } from "../database/connect.ts";
import { isDuplicate } from "../database/errors.ts";
import { Conflict, Unauthenticated } from "../failures.ts";
import { readBody } from "../input.ts";
import { hashPassword, verifyPassword } from "../passwords.ts";
import { createRouter, refuseOtherMethods } from "../routing.ts";
import type { Services } from "../services.ts";
import { asCompared } from "../text.ts";
import { LIFETIME } from "../tokens.ts";
import { currentUser } from "./current-user.ts";
import {
  endFamily,
  rotate,
  startFamily,
  type Issued,
} from "./refresh-tokens.ts";
import {
  Credentials,
  RefreshTokenBody,
  Registration,
  showUser,
  UserChange,
  type User,
} from "./schemas.ts";

export function accounts(services: Services): Router {
  const { database, rateLimits } = services;
  const router = createRouter();

  router
    .route("/api/v1/auth/register")
    .post(async (request, response) => {
      const registration = readBody(request, Registration);
      rateLimits.registrations.count(clientNetwork(request));
      const user = await addUser(database, registration);
      const issued = await startFamily(database, user.id);
      response.status(201).json(await answerSession(services, user, issued));
    })
    .all(refuseOtherMethods);

  router
    .route("/api/v1/auth/login")
    .post(async (request, response) => {
      const { email, password } = readBody(request, Credentials);
      const account = `account ${emailKey(email)}`;
      const network = clientNetwork(request);
      rateLimits.failedSignIns.count(account, network);

      const user = await findUser(database, email);
      const isTheirs = await verifyPassword(password, user?.password_hash);
      if (!user || !isTheirs) {
        throw new Unauthenticated(
          "The e-mail address or the password is wrong.",
        );
      }
      rateLimits.failedSignIns.forget(account);
      rateLimits.failedSignIns.takeBack(network);
      const issued = await startFamily(database, user.id);
      response.json(await answerSession(services, user, issued));
    })
    .all(refuseOtherMethods);

  router
    .route("/api/v1/auth/refresh")
    .post(async (request, response) => {
      const { refresh_token } = readBody(request, RefreshTokenBody);
      const { userId, next } = await rotate(database, refresh_token);
      const user = await database
        .selectFrom("users")
        .selectAll()
        .where("id", "=", userId)
        .executeTakeFirstOrThrow();
      response.json(await answerSession(services, user, next));
    })
    .all(refuseOtherMethods);

  router
    .route("/api/v1/auth/logout")
    .post(async (request, response) => {
      const { refresh_token } = readBody(request, RefreshTokenBody);
      await endFamily(database, refresh_token);
      response.status(204).end();
    })
    .all(refuseOtherMethods);

  router
    .route("/api/v1/me")
    .get(async (request, response) => {
      response.json(showUser(await currentUser(request, services)));
    })
    .patch(async (request, response) => {
      const user = await currentUser(request, services);
      const { name = user.name } = readBody(request, UserChange);
      await database
        .updateTable("users")
        .set({ name })
        .where("id", "=", user.id)
        .execute();
      response.json(showUser({ ...user, name }));
    })
    .all(refuseOtherMethods);

  return router;
}

export async function answerSession(
  { accessTokens }: Services,
  user: User,
  { signInId, token }: Issued,
) {
  return {
    user: showUser(user),
    access_token: await accessTokens.issue(user.id, LIFETIME, signInId),
    token_type: "Bearer",
    expires_in: LIFETIME,
    refresh_token: token,
  };
}

export async function addUser(
  database: Database,
  { email, password, name }: z.output<typeof Registration>,
  { isGuest = false } = {},
): Promise<User> {
  const taken = new Conflict("An account with this e-mail address exists.");
  if (await findUser(database, email)) {
    throw taken;
  }
  const user: User = {
    id: randomUUID(),
    email,
    email_key: emailKey(email),
    name,
    password_hash: await hashPassword(password),
    is_guest: isGuest,
    created_at: new Date(),
  };
  try {
    await database.insertInto("users").values(user).execute();
  } catch (error) {
    throw isDuplicate(error) ? taken : error;
  }
  return user;
}

export function findUser(database: Database, email: string) {
  return database
    .selectFrom("users")
    .selectAll()
    .where("email_key", "=", emailKey(email))
    .executeTakeFirst();
}

/** The normal form of an address, for comparison. */
function emailKey(email: string): string {
  return asCompared(email).toLowerCase();
}
