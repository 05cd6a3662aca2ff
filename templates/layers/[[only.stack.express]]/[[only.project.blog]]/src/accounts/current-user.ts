/** The current user. The token identifies the account, so it survives a change of username. */

import type { Request } from "express";
import { z } from "zod";

import { Unauthenticated } from "../failures.ts";
import { INVALID } from "../schemas.ts";
import type { Services } from "../services.ts";
import type { User } from "./schemas.ts";

const SCHEMES = ["token", "bearer"];
const Id = z.guid();

/** None without a valid token, so a front end with an old one can still read. */
export async function viewerId(
  request: Request,
  services: Services,
): Promise<string | undefined> {
  return (await findViewer(request, services))?.id;
}

export async function myId(
  request: Request,
  services: Services,
): Promise<string> {
  return (await currentUser(request, services)).id;
}

export async function currentUser(
  request: Request,
  services: Services,
): Promise<User> {
  const viewer = await findViewer(request, services);
  if (!viewer) {
    const problem = authorization(request) === "" ? "is missing" : INVALID;
    throw new Unauthenticated(problem, "token");
  }
  return viewer;
}

async function findViewer(
  request: Request,
  { accessTokens, database }: Services,
): Promise<User | undefined> {
  const [scheme = "", token = "", ...rest] = authorization(request).split(" ");
  const isOurs = SCHEMES.includes(scheme.toLowerCase()) && rest.length === 0;
  const named = isOurs ? await accessTokens.read(token) : undefined;
  const { data: subject } = Id.safeParse(named);
  return subject === undefined
    ? undefined
    : database
        .selectFrom("users")
        .selectAll()
        .where("token_subject", "=", subject)
        .executeTakeFirst();
}

function authorization(request: Request): string {
  return request.get("Authorization")?.trim() ?? "";
}
