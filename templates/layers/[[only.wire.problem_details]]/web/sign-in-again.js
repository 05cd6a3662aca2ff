// When the session ends while the page is open, the user signs in again above it, so that nothing typed is lost.

import { signIn } from "./api.js";
import { find } from "./dom.js";
import { currentUser, hasEnded } from "./session.js";
import { offerProviders } from "./sign-in.js";

let asking = null;

export function signInAgain() {
  asking ??= ask().finally(() => (asking = null));
  return asking;
}

function ask() {
  const dialog = find("again-dialog");
  const form = dialog.querySelector("form");
  const problem = dialog.querySelector(".problem");
  const ending = new AbortController();
  form.reset();
  form.elements.email.value = currentUser().email;
  problem.textContent = "";
  offerProviders(dialog);
  return new Promise((resolve) => {
    const lookAgain = () => {
      if (hasEnded()) return;
      ending.abort();
      dialog.close();
      refocus(document.activeElement);
      resolve();
    };
    form.onsubmit = async (event) => {
      event.preventDefault();
      try {
        await signIn({ email: currentUser().email, password: form.elements.password.value });
        lookAgain();
      } catch (error) {
        problem.textContent = error.message;
      }
    };
    // Signing in in another tab counts here too.
    window.addEventListener("storage", lookAgain, { signal: ending.signal });
    // Escape cannot skip it: nothing works without a session.
    dialog.addEventListener("close", () => hasEnded() && dialog.showModal(), { signal: ending.signal });
    dialog.showModal();
  });
}

// Chrome returns the focus to the field without its caret, so that nothing can be typed there.
function refocus(field) {
  field.blur();
  field.focus();
}
