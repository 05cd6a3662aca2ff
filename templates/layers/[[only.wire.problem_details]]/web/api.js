// The REST API client.

import { accessToken, forget, keep } from "./session.js";

const PREFIX = "/api/v1";
const PATIENCE = 20_000;
const NO_ANSWER = { detail: "The server is unavailable. Try again." };

export class Problem extends Error {
  // `status` is 0 if there was no answer. `errors` are the invalid parts of a request, by JSON pointer.
  constructor(status, { detail, errors = [] }, retryAfter = 0) {
    super(errors[0]?.detail ?? detail ?? "Something went wrong.");
    this.status = status;
    this.errors = errors;
    this.retryAfter = retryAfter;
  }

  // Whether the same request may succeed later.
  get isTemporary() {
    return [0, 429, 502, 503, 504].includes(this.status);
  }
}

let signInAgain = async () => {};

// `ask()` resolves when the user has signed in again.
export function whenSessionEnds(ask) {
  signInAgain = ask;
}

export async function signIn(credentials) {
  keep((await send("POST", "/auth/login", { body: credentials })).content);
}

export async function register(registration) {
  keep((await send("POST", "/auth/register", { body: registration })).content);
}

export async function enterAsGuest() {
  keep((await send("POST", "/auth/guest")).content);
}

export async function signOut() {
  const refresh_token = await forget();
  if (refresh_token) await send("POST", "/auth/logout", { body: { refresh_token } }).catch(() => {});
}

// Answers `{ status, content, etag }`.
export async function call(method, path, { body, headers = {}, signal } = {}) {
  let refused = null;
  for (;;) {
    signal?.throwIfAborted();
    const token = await accessToken(exchange, refused);
    try {
      if (token) return await send(method, path, { body, signal, headers: { ...headers, Authorization: `Bearer ${token}` } });
      await signInAgain();
    } catch (problem) {
      if (problem.status !== 401 || refused !== null) throw problem;
      refused = token;
    }
  }
}

async function exchange(refresh_token) {
  return (await send("POST", "/auth/refresh", { body: { refresh_token } })).content;
}

// Without an access token.
export async function send(method, path, { body, headers = {}, signal } = {}) {
  const answer = await receive(PREFIX + path, {
    method,
    headers: { ...headers, ...(body && { "Content-Type": "application/json" }) },
    body: body && JSON.stringify(body),
    signal: AbortSignal.any([AbortSignal.timeout(PATIENCE), ...(signal ? [signal] : [])]),
  });
  signal?.throwIfAborted();
  const { status, text, etag, retryAfter } = answer;
  const content = parse(text);
  if (status === 0 || status >= 400) throw new Problem(status, content ?? NO_ANSWER, retryAfter);
  return { status, content, etag };
}

// The answer may also be lost after its head has arrived.
async function receive(url, options) {
  try {
    const answer = await fetch(url, options);
    const retryAfter = Number(answer.headers.get("Retry-After")) || 0;
    return { status: answer.status, etag: answer.headers.get("ETag"), retryAfter, text: await answer.text() };
  } catch {
    return { status: 0, text: "" };
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
