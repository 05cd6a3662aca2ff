// Forms that keep what was typed, and show errors at the fields that they are about.

import { element } from "./dom.js";
import { link } from "./links.js";
import { here, signInPath } from "./paths.js";
import { capitalized } from "./problems.js";
import { announced } from "./router.js";

// A labelled `input`, which can be any control with a value.
export function field(name, label, input, hint = null) {
  const id = `field-${name}`;
  Object.assign(input, { id, name, dir: input.type === "password" ? "ltr" : "auto" });
  input.setAttribute("aria-describedby", hint ? `${id}-hint ${id}-problem` : `${id}-problem`);
  return element(
    "div",
    { className: "field", "data-field": name },
    element("label", { htmlFor: id, textContent: label }),
    input,
    hint && element("p", { id: `${id}-hint`, className: "quiet", textContent: hint }),
    element("p", { id: `${id}-problem`, className: "problem" }),
  );
}

// `act(values)` runs on each submit, once at a time. `others` are put beside the submit button.
export function form({ fields, label, act, others = [], className = "form" }) {
  const problem = element("p", { className: "problem", role: "alert" });
  const submit = element("button", { type: "submit", className: "primary", textContent: label });
  const buttons = element("div", { className: "buttons" }, ...others, submit);
  const made = element("form", { className }, ...fields, problem, buttons);
  let isBusy = false;
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    submit.setAttribute("aria-disabled", "true");
    clear(made);
    try {
      await announced("Sending…", () => act(valuesOf(made)));
    } catch (error) {
      show(made, problem, error);
    }
    submit.removeAttribute("aria-disabled");
    isBusy = false;
  });
  return made;
}

export function valuesOf(made) {
  return Object.fromEntries(new FormData(made));
}

function clear(made) {
  for (const each of made.querySelectorAll(".problem")) each.textContent = "";
  for (const each of made.querySelectorAll("[aria-invalid]")) each.removeAttribute("aria-invalid");
}

function show(made, problem, error) {
  if (error.status === undefined) throw error;
  const about = Object.keys(error.errors).filter((name) => made.elements[name]);
  for (const name of about) {
    made.elements[name].setAttribute("aria-invalid", "true");
    const text = `${capitalized(error.errors[name].join(", "))}.`;
    made.querySelector(`[data-field="${name}"] .problem`).textContent = text;
  }
  if (about.length > 0) return made.elements[about[0]].focus();
  problem.textContent = error.message;
  if (error.needsSignIn) problem.append(" ", link(signInPath(here()), "Sign in"));
}
