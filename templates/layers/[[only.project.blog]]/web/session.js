// Who is signed in. All tabs of a browser share it.

import { Problem } from "./problems.js";

const STORED = "blog.user";

export function currentUser() {
  return JSON.parse(localStorage.getItem(STORED));
}

export function requireUser() {
  const user = currentUser();
  if (!user) throw new Problem(401, { token: ["is missing"] });
  return user;
}

export function keep(user) {
  localStorage.setItem(STORED, JSON.stringify(user));
  changed();
}

// Without effect if another tab has signed in, or changed the password, since `token` was read.
export function forget(token) {
  if (currentUser()?.token !== token) return;
  localStorage.removeItem(STORED);
  changed();
}

export function onSessionChange(act) {
  window.addEventListener("session", act);
  // This event comes from other tabs only.
  window.addEventListener("storage", act);
}

function changed() {
  window.dispatchEvent(new Event("session"));
}
