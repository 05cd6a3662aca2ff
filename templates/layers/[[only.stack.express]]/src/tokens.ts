/** Signed access tokens, and random tokens that are stored as hashes. */

import {
  createHash,
  createSecretKey,
  randomBytes,
  type KeyObject,
} from "node:crypto";

import { errors, jwtVerify, SignJWT } from "jose";

const ALGORITHM = "HS256";
/** The clock of the server that issued a token may be ahead of this one; in seconds. */
const CLOCK_DIFFERENCE = 30;
const MOST_VERIFIED = 10_000;
/** Of an access token, in seconds. */
export const LIFETIME = 15 * 60;

interface Claims {
  userId: string;
  /** The session that the token was issued for, if the project stores sessions. */
  signInId: string | undefined;
  expires: number;
}

export class AccessTokens {
  readonly #key: KeyObject;
  readonly #verified = new Map<string, Claims>();

  constructor(secretKey: string) {
    this.#key = createSecretKey(secretKey, "utf8");
  }

  issue(
    userId: string,
    lifetime = LIFETIME,
    signInId?: string,
  ): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT(signInId === undefined ? {} : { sid: signInId })
      .setProtectedHeader({ alg: ALGORITHM, typ: "JWT" })
      .setSubject(userId)
      .setIssuedAt(now)
      .setExpirationTime(now + lifetime)
      .sign(this.#key);
  }

  /** The token's subject, or undefined if the token is invalid. */
  async read(token: string): Promise<string | undefined> {
    return (await this.#claimsOf(token))?.userId;
  }

  /** The session that the token was issued for. */
  async readSignIn(token: string): Promise<string | undefined> {
    return (await this.#claimsOf(token))?.signInId;
  }

  async #claimsOf(token: string): Promise<Claims | undefined> {
    // Signatures are verified on another thread, and most tokens were seen before.
    const hash = hashToken(token);
    const known = this.#verified.get(hash) ?? (await this.#verify(token));
    if (!known || known.expires <= Date.now()) {
      this.#verified.delete(hash);
      return undefined;
    }
    if (this.#verified.size >= MOST_VERIFIED) {
      this.#verified.clear();
    }
    this.#verified.set(hash, known);
    return known;
  }

  async #verify(token: string): Promise<Claims | undefined> {
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: [ALGORITHM],
        requiredClaims: ["sub", "iat", "exp"],
        clockTolerance: CLOCK_DIFFERENCE,
      });
      const { sub = "", iat = 0, exp = 0, sid } = payload;
      if (iat > Date.now() / 1000 + CLOCK_DIFFERENCE) {
        return undefined;
      }
      const signInId = typeof sid === "string" ? sid : undefined;
      return { userId: sub, signInId, expires: exp * 1000 };
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
