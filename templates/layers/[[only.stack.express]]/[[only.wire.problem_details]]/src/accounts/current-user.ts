import type { Request } from "express";

import { Unauthenticated } from "../failures.ts";
import { isId } from "../schemas.ts";
import type { Services } from "../services.ts";
import type { User } from "./schemas.ts";

/** The user that the access token belongs to. */
export async function currentUser(
  request: Request,
  { accessTokens, database }: Services,
): Promise<User> {
  const id = await accessTokens.read(bearerToken(request));
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

/** Empty when there is none. */
export function bearerToken(request: Request): string {
  const [scheme = "", token = "", ...rest] = (
    request.get("Authorization") ?? ""
  ).split(" ");
  return scheme.toLowerCase() === "bearer" && rest.length === 0 ? token : "";
}
