// The client of the API.

import { lost } from "./connection.js";
import { Problem } from "./problems.js";
import { currentUser, forget } from "./session.js";

const PREFIX = "/api";
const PATIENCE = 20_000;

// Reads the token for each request, so that a sign-in in another tab counts here, too.
export async function call(method, path, body) {
  const token = currentUser()?.token;
  try {
    return await send(method, path, { token, body });
  } catch (problem) {
    if (problem.isSilence) lost();
    if (problem.needsSignIn) forget(token);
    throw problem;
  }
}

async function send(method, path, { token, body }) {
  const headers = {
    ...(token && { Authorization: `Token ${token}` }),
    ...(body && { "Content-Type": "application/json" }),
  };
  const { status, retryAfter, text } = await receive(PREFIX + path, { method, headers, body: body && JSON.stringify(body) });
  const content = parse(text);
  if (status >= 400) throw new Problem(status, content?.errors, retryAfter);
  return content;
}

// The answer may also be lost after its head has arrived.
async function receive(url, options) {
  try {
    const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(PATIENCE) });
    return { status: answer.status, retryAfter: answer.headers.get("Retry-After"), text: await answer.text() };
  } catch {
    throw new Problem(0);
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
