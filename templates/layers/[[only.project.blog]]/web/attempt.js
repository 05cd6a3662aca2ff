// Actions without a form. Their errors are shown in the status line.

import { here, signInPath } from "./paths.js";
import { announced, go, say } from "./router.js";

export async function attempt(act) {
  try {
    say("");
    await announced("Sending…", act);
  } catch (problem) {
    if (problem.status === undefined) throw problem;
    if (problem.needsSignIn) go(signInPath(here()));
    else say(problem.message);
  }
}
