// Shows the sign-in page or the tasks.

import { find } from "./dom.js";
import { enter } from "./entry.js";
import { Shell } from "./shell.js";

enter((user) => {
  find("me").textContent = user.name;
  new Shell().start();
});
