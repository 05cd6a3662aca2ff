// The client of the API.

import { lost } from "./connection.js";
import { Problem } from "./problems.js";
import { currentUser, forget } from "./session.js";

const PREFIX = "/api";

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
  const answer = await fetch(PREFIX + path, { method, headers, body: body && JSON.stringify(body) }).catch(() => {
    throw new Problem(0);
  });
  if (answer.status === 204) return null;
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Problem(answer.status, content.errors, answer.headers.get("Retry-After"));
  return content;
}
