import type { Request, RequestHandler, Response } from "express";

import { Unauthenticated } from "../failures.ts";
import { isId } from "../schemas.ts";
import type { Services } from "../services.ts";
import { findUserById } from "./queries.ts";
import type { User } from "./schemas.ts";

/** The guard of a router: each of its routes needs a valid access token. */
export function signedIn({ accessTokens, database }: Services): RequestHandler {
  return async (request, response, next) => {
    const claims = await accessTokens.read(bearerToken(request));
    const user =
      claims && isId(claims.sub)
        ? await findUserById(database, claims.sub)
        : undefined;
    if (!user) {
      throw new Unauthenticated("Sign in first: send a valid access token.");
    }
    response.locals = { user };
    next();
  };
}

/** The caller of a route behind `signedIn`; a run-time check, because the type of `locals` ignores guards. */
export function currentUser({ locals }: Response): User {
  const { user } = locals as { user?: User };
  if (!user) {
    throw new Error("The router of this route needs the guard `signedIn`.");
  }
  return user;
}

/** Empty when there is none. */
export function bearerToken(request: Request): string {
  const [scheme = "", token = "", ...rest] = (
    request.get("Authorization") ?? ""
  ).split(" ");
  return scheme.toLowerCase() === "bearer" && rest.length === 0 ? token : "";
}
