/** The caller. The token identifies the account, so it survives a change of username. */

import type { Request, RequestHandler, Response } from "express";
import { z } from "zod";

import { Unauthenticated } from "../failures.ts";
import { INVALID } from "../schemas.ts";
import type { Services } from "../services.ts";
import { findUserBySubject } from "./queries.ts";
import type { User } from "./schemas.ts";

const SCHEMES = ["token", "bearer"];
const Id = z.guid();

/** The guard of a router: each of its routes needs a valid token. */
export function signedIn(services: Services): RequestHandler {
  return async (request, response, next) => {
    await identify(services, request, response);
    currentUser(response);
    next();
  };
}

/** The guard of a router that anyone can read, even with an old token; all else needs a valid one. */
export function signedInToWrite(services: Services): RequestHandler {
  return async (request, response, next) => {
    await identify(services, request, response);
    if (request.method !== "GET" && request.method !== "HEAD") {
      currentUser(response);
    }
    next();
  };
}

/** The caller of a route behind `signedIn`; a run-time check, because the type of `locals` ignores guards. */
export function currentUser({ locals }: Response): User {
  const { user, problem = INVALID } = locals as Caller;
  if (!user) {
    throw new Unauthenticated(problem, "token");
  }
  return user;
}

/** None for a reader without a valid token. */
export function viewerId({ locals }: Response): string | undefined {
  return (locals as Caller).user?.id;
}

interface Caller {
  user?: User | undefined;
  problem?: string;
}

async function identify(
  services: Services,
  request: Request,
  response: Response,
): Promise<void> {
  const authorization = request.get("Authorization")?.trim() ?? "";
  response.locals = {
    user: await findCaller(services, authorization),
    problem: authorization === "" ? "is missing" : INVALID,
  };
}

async function findCaller(
  { accessTokens, database }: Services,
  authorization: string,
): Promise<User | undefined> {
  const [scheme = "", token = "", ...rest] = authorization.split(" ");
  const isOurs = SCHEMES.includes(scheme.toLowerCase()) && rest.length === 0;
  const claims = isOurs ? await accessTokens.read(token) : undefined;
  const { data: subject } = Id.safeParse(claims?.sub);
  return subject === undefined
    ? undefined
    : findUserBySubject(database, subject);
}
