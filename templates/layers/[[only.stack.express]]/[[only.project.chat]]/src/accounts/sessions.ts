import type { Services } from "../services.ts";
import { familyOf } from "./refresh-tokens.ts";
import { showUser, type User } from "./schemas.ts";

/** Of an access token, in seconds. */
const LIFETIME = 15 * 60;

/** The access token names its session, so that signing out also closes WebSockets. */
export async function showSession(
  { accessTokens, database }: Services,
  user: User,
  refreshToken: string,
) {
  const sid = await familyOf(database, refreshToken);
  return {
    user: showUser(user),
    access_token: await accessTokens.issue({ sub: user.id, sid }, LIFETIME),
    token_type: "Bearer",
    expires_in: LIFETIME,
    refresh_token: refreshToken,
  };
}
