// Shows the sign-in page, or what users see once they are signed in.

import { signOut, whenSessionEnds } from "./api.js";
import { find } from "./dom.js";
import { comeBack } from "./providers.js";
import { currentUser } from "./session.js";
import { offerSettings } from "./settings.js";
import { signInAgain } from "./sign-in-again.js";
import { showSignIn } from "./sign-in.js";

const SLOW = 400;

// `show(user)` is called if somebody is signed in.
export async function enter(show) {
  const user = currentUser();
  const slow = setTimeout(() => (find("entering").textContent = "Signing in…"), SLOW);
  const { signedIn, text } = await comeBack();
  if (signedIn) return startAgain(user);
  clearTimeout(slow);
  find("entering").textContent = "";
  // Another tab may sign out, or in as somebody else.
  window.addEventListener("storage", () => {
    if (currentUser()?.id === user?.id) return;
    if (user) restart();
    else location.reload();
  });
  for (const each of document.querySelectorAll("[data-signs-out]")) {
    each.addEventListener("click", async () => {
      await signOut();
      restart();
    });
  }
  whenSessionEnds(signInAgain);
  if (!user) return showSignIn(() => location.reload(), text);
  document.body.dataset.state = "signed-in";
  show(user);
  offerSettings(text);
}

// What another user has typed is not sent as this one.
function startAgain(former) {
  if (former && former.id !== currentUser().id) sessionStorage.clear();
  location.reload();
}

// A new page forgets everything that belongs to another user.
function restart() {
  sessionStorage.clear();
  location.replace("/");
}
