// The session, which all tabs of the browser share.

const STORED = "tasks.session";
const EARLY = 30_000;

export const currentUser = () => read()?.user ?? null;
export const hasEnded = () => !read()?.refresh_token;

export function keep(session) {
  const expires_at = Date.now() + session.expires_in * 1000;
  localStorage.setItem(STORED, JSON.stringify({ ...session, expires_at }));
}

// Returns the refresh token, so that the server can be told.
export function forget() {
  return inTurn(() => {
    const token = read()?.refresh_token;
    localStorage.removeItem(STORED);
    return token;
  });
}

// An access token, or null if the user has to sign in again. `exchange(refreshToken)` gets the next session from the
// server; `refused` is an access token that the server no longer accepts.
export async function accessToken(exchange, refused = null) {
  const isUsable = (session) => session?.access_token && session.access_token !== refused && !isOld(session);
  const session = read();
  if (isUsable(session)) return session.access_token;
  // Refresh tokens are single-use, so the tabs take turns and look at what the others stored.
  return inTurn(async () => {
    const latest = read();
    if (isUsable(latest)) return latest.access_token;
    if (!latest?.refresh_token) return null;
    try {
      keep({ ...latest, ...(await exchange(latest.refresh_token)) });
      return read().access_token;
    } catch (problem) {
      if (problem.status !== 401) throw problem;
      localStorage.setItem(STORED, JSON.stringify({ user: latest.user }));
      return null;
    }
  });
}

function isOld(session) {
  return Date.now() > session.expires_at - EARLY;
}

function inTurn(act) {
  // Without https or localhost, the Web Locks API is unavailable.
  return navigator.locks ? navigator.locks.request(STORED, act) : act();
}

function read() {
  return JSON.parse(localStorage.getItem(STORED));
}
