// The sign-in page.

import { enterAsGuest, register, signIn } from "./api.js";
import { find } from "./dom.js";
import { signInButtons } from "./providers.js";

const form = find("sign-in");
let isNew = false;

// `problem` is why signing in with a provider has failed.
export function showSignIn(onSignedIn, problem = "") {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!form.reportValidity()) return;
    const { name, email, password } = Object.fromEntries(new FormData(form));
    attempt(() => (isNew ? register({ name, email, password }) : signIn({ email, password })), onSignedIn);
  });
  find("sign-in-switch").addEventListener("click", () => {
    offer(!isNew);
    form.elements[isNew ? "name" : "email"].focus();
  });
  find("guest").addEventListener("click", () => attempt(enterAsGuest, onSignedIn));
  document.body.dataset.state = "welcome";
  find("sign-in-problem").textContent = problem;
  form.elements.email.focus();
  offerProviders(form);
  offerGuests();
}

export async function offerProviders(place) {
  const tell = (text) => (place.querySelector(".problem").textContent = text);
  place.querySelector(".providers").replaceChildren(...(await signInButtons(tell)));
}

function offer(newcomer) {
  isNew = newcomer;
  find("name-field").hidden = !isNew;
  form.elements.name.required = isNew;
  form.elements.password.autocomplete = isNew ? "new-password" : "current-password";
  const lead = find("sign-in-lead");
  lead.textContent = `${isNew ? "Create an account" : "Sign in"} to ${lead.dataset.purpose}.`;
  find("sign-in-button").textContent = isNew ? "Create account" : "Sign in";
  find("sign-in-switch").textContent = isNew ? "Have an account? Sign in" : "New here? Create an account";
  find("sign-in-problem").textContent = "";
}

async function attempt(act, onSignedIn) {
  const buttons = form.querySelectorAll("button");
  const active = document.activeElement;
  for (const each of buttons) each.disabled = true;
  try {
    await act();
    onSignedIn();
  } catch (problem) {
    find("sign-in-problem").textContent = problem.message;
  }
  for (const each of buttons) each.disabled = false;
  // A button loses the focus while it is disabled.
  active.focus();
}

// The entry point links to the guests if the server runs with DEMO=true. A cache must not return it as the page.
async function offerGuests() {
  const answer = await fetch("/", { headers: { Accept: "application/json" }, cache: "no-store" }).catch(() => null);
  const { links } = answer?.ok ? await answer.json() : {};
  find("guest").hidden = !links?.guest;
}
