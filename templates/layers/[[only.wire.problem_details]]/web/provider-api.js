// Requests about the providers that users can sign in with.

import { call, send } from "./api.js";
import { keep } from "./session.js";

// None if the server does not answer: signing in with a password is still possible.
export async function listProviders() {
  return send("GET", "/auth/providers").then(({ content }) => content.items, () => []);
}

export async function signInWithCode(code) {
  keep((await send("POST", "/auth/exchange", { body: { code } })).content);
}

export async function isLinked(id) {
  return (await call("GET", `/auth/${id}/link`)).content.linked;
}

export async function addressToLink(id) {
  return (await call("POST", `/auth/${id}/link`)).content.url;
}

export async function unlink(id) {
  await call("DELETE", `/auth/${id}/link`);
}
