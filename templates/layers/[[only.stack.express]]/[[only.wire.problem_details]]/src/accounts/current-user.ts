import type { Request } from "express";

import { Unauthenticated } from "../failures.ts";
import { isId } from "../schemas.ts";
import type { Services } from "../services.ts";
import type { User } from "./schemas.ts";

/** Whoever the access token names. */
export async function currentUser(
  request: Request,
  { accessTokens, database }: Services,
): Promise<User> {
  const [scheme = "", token = "", ...rest] = (
    request.get("Authorization") ?? ""
  ).split(" ");
  const isBearer = scheme.toLowerCase() === "bearer" && rest.length === 0;
  const id = isBearer ? await accessTokens.read(token) : undefined;
  const user =
    id !== undefined && isId(id)
      ? await database
          .selectFrom("users")
          .selectAll()
          .where("id", "=", id)
          .executeTakeFirst()
      : undefined;
  if (!user) {
    throw new Unauthenticated("Sign in first: send a valid access token.");
  }
  return user;
}
