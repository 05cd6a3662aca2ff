/** What the callback of a provider is checked against. The browser keeps it in a signed cookie. */

import { createSecretKey, type KeyObject } from "node:crypto";

import { errors, jwtVerify, SignJWT } from "jose";

/** In seconds. */
export const LIFETIME = 10 * 60;
const ALGORITHM = "HS256";
/** Access tokens have no audience, and this token has no subject, so neither can be used as the other. */
const AUDIENCE = "provider-callback";

export interface Attempt {
  provider: string;
  state: string;
  /** For a provider with ID tokens. */
  nonce?: string;
  codeVerifier: string;
  /** The account to link the provider to; without it, to sign in. */
  userId?: string;
}

export function seal(attempt: Attempt, secretKey: string): Promise<string> {
  return new SignJWT({ ...attempt })
    .setProtectedHeader({ alg: ALGORITHM })
    .setAudience(AUDIENCE)
    .setExpirationTime(Math.floor(Date.now() / 1000) + LIFETIME)
    .sign(keyOf(secretKey));
}

/** The attempt, or undefined if the cookie is missing, forged or expired. */
export async function unseal(
  cookie: string,
  secretKey: string,
): Promise<Attempt | undefined> {
  try {
    const { payload } = await jwtVerify<Attempt>(cookie, keyOf(secretKey), {
      algorithms: [ALGORITHM],
      audience: AUDIENCE,
      requiredClaims: ["exp"],
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) {
      return undefined;
    }
    throw error;
  }
}

function keyOf(secretKey: string): KeyObject {
  return createSecretKey(secretKey, "utf8");
}
