// Shows the sign-in page, or what users see once they are signed in.

import { signOut, whenSessionEnds } from "./api.js";
import { currentUser } from "./session.js";
import { signInAgain } from "./sign-in-again.js";
import { showSignIn } from "./sign-in.js";

// `show(user)` is called if somebody is signed in.
export function enter(show) {
  const user = currentUser();
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
  if (!user) return showSignIn(() => location.reload());
  document.body.dataset.state = "signed-in";
  show(user);
}

// A new page forgets everything that belongs to another user.
function restart() {
  sessionStorage.clear();
  location.replace("/");
}
