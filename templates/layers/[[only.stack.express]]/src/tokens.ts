/** Signed access tokens, and random ones of which only the hash is kept. */

import { createHash, randomBytes } from "node:crypto";

import { errors, jwtVerify, SignJWT } from "jose";

const ALGORITHM = "HS256";
/** Of an access token, in seconds. */
export const LIFETIME = 15 * 60;

export class AccessTokens {
  readonly #key: Uint8Array;

  constructor(secretKey: string) {
    this.#key = new TextEncoder().encode(secretKey);
  }

  issue(userId: string, lifetime = LIFETIME): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT()
      .setProtectedHeader({ alg: ALGORITHM, typ: "JWT" })
      .setSubject(userId)
      .setIssuedAt(now)
      .setExpirationTime(now + lifetime)
      .sign(this.#key);
  }

  /** Whom the token names, or undefined when it is not ours or no longer valid. */
  async read(token: string): Promise<string | undefined> {
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: [ALGORITHM],
        requiredClaims: ["sub", "iat", "exp"],
      });
      return payload.sub;
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

export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
