// Shows the sign-in page or the chat.

import { Chat } from "./chat.js";
import { call, currentUser, register, signIn, signOut } from "./api.js";
import { find } from "./dom.js";

const form = find("sign-in");
let isNew = false;
let chat = null;

function show() {
  const user = currentUser();
  document.body.dataset.view = user ? "rooms" : "welcome";
  if (user) {
    chat = new Chat(user, { onSignedOut: leave });
    chat.start();
    find("new-room").focus();
  } else {
    form.reset();
    form.elements.email.focus();
  }
}

function leave() {
  chat?.stop();
  chat = null;
  show();
}

function offer(newcomer) {
  isNew = newcomer;
  find("name-field").hidden = !isNew;
  form.elements.name.required = isNew;
  form.elements.password.autocomplete = isNew ? "new-password" : "current-password";
  find("sign-in-lead").textContent = isNew ? "Create an account to chat." : "Sign in to chat.";
  find("sign-in-button").textContent = isNew ? "Create account" : "Sign in";
  find("sign-in-switch").textContent = isNew ? "Have an account? Sign in" : "New here? Create an account";
  find("sign-in-problem").textContent = "";
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!form.reportValidity()) return;
  const { name, email, password } = Object.fromEntries(new FormData(form));
  find("sign-in-button").disabled = true;
  try {
    await (isNew ? register({ name, email, password }) : signIn({ email, password }));
    find("sign-in-problem").textContent = "";
    show();
  } catch (problem) {
    find("sign-in-problem").textContent = problem.status ? problem.message : "The server is unavailable. Try again.";
  }
  find("sign-in-button").disabled = false;
});

find("sign-in-switch").addEventListener("click", () => {
  offer(!isNew);
  form.elements[isNew ? "name" : "email"].focus();
});

find("sign-out").addEventListener("click", async () => {
  await signOut();
  leave();
});

// A session that ends in another tab ends here too.
window.addEventListener("storage", () => {
  if (chat && !currentUser()) leave();
});

if (currentUser()) call("GET", "/me").catch((problem) => problem.status === 401 && chat && leave());
show();
