// Getting and renewing a token. There are no refresh tokens: each response with the user has a new token, valid for a
// day, and earlier ones stay valid.

import { call } from "./api.js";
import { dropDrafts } from "./drafts.js";
import { currentUser, forget, keep } from "./session.js";

const RENEW_EVERY = 60 * 60_000;

export async function signIn(credentials) {
  keep((await call("POST", "/users/login", { user: credentials })).user);
}

export async function register(user) {
  keep((await call("POST", "/users", { user })).user);
}

export async function enterAsGuest() {
  keep((await call("POST", "/users/guest")).user);
}

// The entry point links to the guests if the server runs with DEMO=true. A cache must not return it as the page.
export async function guestsAreWelcome() {
  const answer = await fetch("/", { headers: { Accept: "application/json" }, cache: "no-store" }).catch(() => null);
  const { links } = answer?.ok ? await answer.json() : {};
  return Boolean(links?.guest);
}

export async function changeAccount(changes) {
  keep((await call("PUT", "/user", { user: changes })).user);
}

export function signOut() {
  dropDrafts();
  forget(currentUser()?.token);
}

export function keepRenewing() {
  renew();
  setInterval(renew, RENEW_EVERY);
}

async function renew() {
  const token = currentUser()?.token;
  if (!token) return;
  const { user } = await call("GET", "/user").catch(() => ({}));
  // A new password, in another tab, has ended the token that this response contains.
  if (user && currentUser()?.token === token) keep(user);
}
