/** Who sends the request. The token names the account, so it outlives a change of name. */

import type { Request } from "express";
import { z } from "zod";

import { Unauthenticated } from "../failures.ts";
import { INVALID } from "../schemas.ts";
import type { Services } from "../services.ts";
import type { User } from "./schemas.ts";

const SCHEMES = ["token", "bearer"];
const Id = z.guid();

/** Nobody without a token. One that is no good is refused, also where none is needed. */
export async function viewerId(
  request: Request,
  services: Services,
): Promise<string | undefined> {
  const id = await readToken(request, services);
  if (id === undefined) {
    return undefined;
  }
  const user = await services.database
    .selectFrom("users")
    .select("id")
    .where("id", "=", id)
    .executeTakeFirst();
  return known(user).id;
}

export async function myId(
  request: Request,
  services: Services,
): Promise<string> {
  return needed(await viewerId(request, services));
}

export async function currentUser(
  request: Request,
  services: Services,
): Promise<User> {
  const id = needed(await readToken(request, services));
  const user = await services.database
    .selectFrom("users")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  return known(user);
}

async function readToken(
  request: Request,
  { accessTokens }: Services,
): Promise<string | undefined> {
  const header = request.get("Authorization")?.trim() ?? "";
  if (header === "") {
    return undefined;
  }
  const [scheme = "", token = "", ...rest] = header.split(" ");
  const isOurs = SCHEMES.includes(scheme.toLowerCase()) && rest.length === 0;
  const named = isOurs ? await accessTokens.read(token) : undefined;
  return known(Id.safeParse(named).data);
}

function known<Value>(value: Value | undefined): Value {
  if (value === undefined) {
    throw new Unauthenticated(INVALID, "token");
  }
  return value;
}

function needed(id: string | undefined): string {
  if (id === undefined) {
    throw new Unauthenticated("is missing", "token");
  }
  return id;
}
