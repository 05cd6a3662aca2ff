// Says when the server does not answer, and asks until it does.

import { find } from "./dom.js";

const EVERY = 2000;
const PATIENCE = 5000;
let isLost = false;

export function lost() {
  if (isLost) return;
  isLost = true;
  find("connection").textContent = "The server does not answer. Trying again…";
  ask();
}

export function onBack(act) {
  window.addEventListener("back", act);
}

async function ask() {
  await new Promise((resolve) => setTimeout(resolve, EVERY));
  const answer = await fetch("/readyz", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
  if (!answer?.ok) return ask();
  isLost = false;
  find("connection").textContent = "";
  window.dispatchEvent(new Event("back"));
}
