// Shows the sign-in page or the tasks.

import { call, signOut, whenSessionEnds } from "./api.js";
import { find } from "./dom.js";
import { currentUser } from "./session.js";
import { Shell } from "./shell.js";
import { showSignIn } from "./sign-in.js";
import { signInAgain } from "./sign-in-again.js";

const user = currentUser();

// A new page forgets everything that belongs to another user.
function restart() {
  sessionStorage.clear();
  location.replace("/");
}

function showTasks() {
  const { name } = currentUser();
  document.body.dataset.state = "tasks";
  find("me").textContent = name;
  new Shell().start();
}

// Another tab may sign out, or in as somebody else.
window.addEventListener("storage", () => {
  if (document.body.dataset.state === "tasks" && currentUser()?.id !== user?.id) restart();
  if (document.body.dataset.state === "welcome" && currentUser()) location.reload();
});

for (const each of document.querySelectorAll("[data-signs-out]")) {
  each.addEventListener("click", async () => {
    await signOut();
    restart();
  });
}

whenSessionEnds(signInAgain);
if (user) showTasks();
else showSignIn(() => location.reload());
