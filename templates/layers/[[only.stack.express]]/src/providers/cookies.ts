/** The cookie that ties a sign-in to the browser that started it. */

import type { Request, Response } from "express";

import { StartAgain } from "../failures.ts";
import type { Settings } from "../settings.ts";
import { LIFETIME, seal, unseal, type Attempt } from "./attempts.ts";

/** Lax, because the callback comes from another site. */
export async function keepAttempt(
  response: Response,
  attempt: Attempt,
  settings: Settings,
): Promise<void> {
  const { SECRET_KEY, ENVIRONMENT } = settings;
  response.cookie(nameOf(settings), await seal(attempt, SECRET_KEY), {
    maxAge: LIFETIME * 1000,
    httpOnly: true,
    secure: ENVIRONMENT === "production",
    sameSite: "lax",
  });
}

export async function attemptOf(
  request: Request,
  settings: Settings,
): Promise<Attempt> {
  const prefix = `${nameOf(settings)}=`;
  const cookie = (request.get("Cookie") ?? "")
    .split(/; */)
    .find((pair) => pair.startsWith(prefix));
  const sealed = cookie?.slice(prefix.length) ?? "";
  const attempt = await unseal(sealed, settings.SECRET_KEY);
  if (!attempt) {
    throw new StartAgain(
      "This browser did not start to sign in, or more than ten minutes ago. Start again.",
    );
  }
  return attempt;
}

/** With this prefix, browsers do not let other hosts of the domain set it. */
function nameOf({ ENVIRONMENT }: Settings): string {
  return ENVIRONMENT === "production" ? "__Host-sign_in" : "sign_in";
}
