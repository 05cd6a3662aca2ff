// Signing in with a provider such as GitHub, from whose page the user comes back to this one.

import { button } from "./dom.js";
import { addressToLink, isLinked, listProviders, signInWithCode, unlink } from "./provider-api.js";

const PLACE = "place before the provider";
const FAILED = "Signing in did not work. Try again.";
const ERRORS = new Map([
  ["access_denied", "The provider refused to sign you in, or you cancelled."],
  ["email_not_verified", "The provider has not verified your e-mail address. Verify it there, then sign in again."],
  ["account_exists", "There is already an account with your e-mail address. Sign in to it, then link the provider in the settings."],
  ["already_linked", "Your account at this provider is already linked to another account here."],
]);
const STATUSES = new Map([
  [400, "This sign-in has expired or was used before. Sign in again."],
  [409, "This is the only way to sign in to your account, so it cannot be unlinked."],
  [502, "The provider is unavailable. Try again."],
]);

// Buttons that lead to each provider. `tell(text)` shows why one did not.
export async function signInButtons(tell) {
  return (await listProviders()).map((provider) => signInButton(provider, tell));
}

// Finishes what the address says, and returns whether the user is now `signedIn`, or a `text` to show.
export async function comeBack() {
  const { code, linked, error } = Object.fromEntries(new URLSearchParams(location.search));
  if (!code && !linked && !error) return {};
  // First, so that the code is not in the history, and the user is where they were before.
  history.replaceState(null, "", `/${sessionStorage.getItem(PLACE) ?? ""}`);
  if (error) return { text: ERRORS.get(error) ?? FAILED };
  if (linked) return { text: `${await nameOf(linked)} is linked.` };
  try {
    await signInWithCode(code);
    return { signedIn: true };
  } catch (problem) {
    return { text: sentence(problem) };
  }
}

function signInButton({ name, url }, tell) {
  const label = `Sign in with ${name}`;
  const made = button(label, leave, { className: "outlined" });
  return made;

  // A link would replace this page with an error if the provider is down.
  async function leave() {
    tell("");
    made.textContent = "Signing in…";
    const answer = await fetch(url, { redirect: "manual" }).catch(Response.error);
    if (answer.type === "opaqueredirect") leaveFor(url);
    else tell(STATUSES.get(answer.status) ?? FAILED);
    made.textContent = label;
  }
}

// Buttons that link or unlink each provider. `tell(text)` shows what has happened.
export async function linkButtons(tell) {
  return Promise.all((await listProviders()).map((provider) => linkButton(provider, tell)));
}

async function linkButton({ id, name }, tell) {
  const made = button("", change, { className: "outlined" });
  let linked = await isLinked(id);
  label();
  return made;

  function label() {
    made.textContent = `${linked ? "Unlink" : "Link"} ${name}`;
  }

  async function change() {
    tell("");
    try {
      if (linked) await unlink(id);
      else return leaveFor(await addressToLink(id));
      linked = false;
      label();
      tell(`${name} is not linked any more.`);
    } catch (problem) {
      tell(sentence(problem));
    }
  }
}

function leaveFor(url) {
  sessionStorage.setItem(PLACE, location.hash);
  location.assign(url);
}

async function nameOf(linked) {
  return (await listProviders()).find(({ id }) => id === linked)?.name ?? "The provider";
}

function sentence(problem) {
  if (problem.status === undefined) throw problem;
  return STATUSES.get(problem.status) ?? problem.message;
}
