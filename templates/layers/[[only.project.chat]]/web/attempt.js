// Actions without a form. Their problems are shown in the status line.

import { say } from "./status.js";

export async function attempt(act) {
  try {
    await act();
  } catch (problem) {
    if (problem.status === undefined) throw problem;
    say(problem.message);
  }
}
