/** Signed access tokens, and random ones. */

import { createSecretKey, randomBytes, type KeyObject } from "node:crypto";

import { errors, jwtVerify, SignJWT, type JWTPayload } from "jose";

const ALGORITHM = "HS256";
/** The clock of the server that issued a token may be ahead of this one; in seconds. */
const CLOCK_DIFFERENCE = 30;

/** `sub` identifies the user. */
type Claims = JWTPayload & { sub: string };

export class AccessTokens {
  readonly #key: KeyObject;

  constructor(secretKey: string) {
    this.#key = createSecretKey(secretKey, "utf8");
  }

  /** `lifetime` is in seconds. */
  issue(claims: Claims, lifetime: number): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, typ: "JWT" })
      .setIssuedAt(now)
      .setExpirationTime(now + lifetime)
      .sign(this.#key);
  }

  /** The token's claims, or undefined if the token is invalid. */
  async read(token: string): Promise<Claims | undefined> {
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: [ALGORITHM],
        requiredClaims: ["sub", "iat", "exp"],
        clockTolerance: CLOCK_DIFFERENCE,
      });
      const { sub = "", iat = 0, exp = 0 } = payload;
      const now = Date.now() / 1000;
      // Only a token that is too new gets the benefit of the doubt.
      if (iat > now + CLOCK_DIFFERENCE || exp <= now) {
        return undefined;
      }
      return { ...payload, sub };
    } catch (error) {
      if (error instanceof errors.JOSEError) {
        return undefined;
      }
      throw error;
    }
  }
}

export function issueOpaqueToken(): string {
  return randomBytes(32).toString("base64url");
}
