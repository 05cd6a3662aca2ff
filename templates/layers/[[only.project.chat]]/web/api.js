// The REST API client and its session.

const PREFIX = "/api/v1";
const STORED = "chat.session";
const EARLY = 30_000;

export class Problem extends Error {
  constructor(status, problem) {
    super(problem.errors?.[0]?.detail ?? problem.detail ?? "Something went wrong.");
    this.status = status;
  }
}

export function currentUser() {
  return read()?.user ?? null;
}

export async function signIn(credentials) {
  keep(await send("POST", "/auth/login", credentials));
}

export async function register(registration) {
  keep(await send("POST", "/auth/register", registration));
}

export async function signOut() {
  const session = read();
  localStorage.removeItem(STORED);
  if (session) await send("POST", "/auth/logout", { refresh_token: session.refresh_token }).catch(() => {});
}

export async function call(method, path, body, headers = {}) {
  const token = await freshToken();
  return send(method, path, body, { ...headers, Authorization: `Bearer ${token}` });
}

// Every page of a list, or the first `most` of them.
export async function pages(path, query, most = Infinity) {
  const items = [];
  let cursor = null;
  for (let count = 0; count < most; count += 1) {
    const page = await call("GET", `${path}?${new URLSearchParams({ ...query, ...(cursor && { cursor }) })}`);
    items.push(...page.items);
    cursor = page.next_cursor;
    if (!cursor) break;
  }
  return { items, more: cursor !== null };
}

// Refresh tokens are single-use, so the tabs of a browser take turns and check what the other tabs stored.
async function freshToken() {
  if (isFresh(read())) return read().access_token;
  return inTurn(async () => {
    const session = read();
    if (!session) throw new Problem(401, { detail: "Sign in first." });
    if (isFresh(session)) return session.access_token;
    try {
      keep({ ...session, ...(await send("POST", "/auth/refresh", { refresh_token: session.refresh_token })) });
    } catch (problem) {
      if (problem.status === 401) localStorage.removeItem(STORED);
      throw problem;
    }
    return read().access_token;
  });
}

function inTurn(act) {
  // Without https or localhost, the Web Locks API is unavailable.
  return navigator.locks ? navigator.locks.request(STORED, act) : act();
}

async function send(method, path, body, headers = {}) {
  const answer = await fetch(PREFIX + path, {
    method,
    headers: { ...headers, ...(body && { "Content-Type": "application/json" }) },
    body: body && JSON.stringify(body),
  });
  if (answer.status === 204) return null;
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Problem(answer.status, content);
  return content;
}

function isFresh(session) {
  return session !== null && Date.now() < session.expires_at - EARLY;
}

function keep(session) {
  const expires_at = Date.now() + session.expires_in * 1000;
  localStorage.setItem(STORED, JSON.stringify({ ...session, expires_at }));
}

function read() {
  return JSON.parse(localStorage.getItem(STORED));
}
