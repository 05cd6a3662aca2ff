// The settings: which providers the user can sign in with. Without any there is nothing to set.

import { element, find } from "./dom.js";
import { listProviders } from "./provider-api.js";
import { linkButtons } from "./providers.js";

const dialog = find("settings-dialog");

// `text` is what has become of linking a provider.
export async function offerSettings(text) {
  find("settings").addEventListener("click", () => open());
  find("settings-close").addEventListener("click", () => dialog.close());
  if (text) open(text);
  find("settings").hidden = (await listProviders()).length === 0;
}

async function open(text = "") {
  dialog.showModal();
  tell("");
  try {
    const buttons = await linkButtons(tell);
    find("linked-providers").replaceChildren(...buttons.map((each) => element("li", {}, each)));
    tell(text);
  } catch (problem) {
    tell(problem.message);
  }
}

function tell(text) {
  find("settings-status").textContent = text;
}
