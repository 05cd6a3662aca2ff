// Requests about the providers that users can sign in with.

import { call } from "./api.js";
import { keep } from "./session.js";

// None if the server does not answer: signing in with a password is still possible.
export async function listProviders() {
  return call("GET", "/users/providers").then(({ items }) => items, () => []);
}

export async function signInWithCode(code) {
  keep((await call("POST", "/users/exchange", { code })).user);
}

export async function isLinked(id) {
  return (await call("GET", `/users/${id}/link`)).linked;
}

export async function addressToLink(id) {
  return (await call("POST", `/users/${id}/link`)).url;
}

export async function unlink(id) {
  await call("DELETE", `/users/${id}/link`);
}
