import type { Services } from "../services.ts";
import { showUser, type User } from "./schemas.ts";

/** Of an access token, in seconds. */
const LIFETIME = 15 * 60;

export async function showSession(
  { accessTokens }: Services,
  user: User,
  refreshToken: string,
) {
  return {
    user: showUser(user),
    access_token: await accessTokens.issue({ sub: user.id }, LIFETIME),
    token_type: "Bearer",
    expires_in: LIFETIME,
    refresh_token: refreshToken,
  };
}
