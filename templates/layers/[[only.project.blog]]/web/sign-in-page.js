// Signing in, with an account, a new account, or as a guest.

import { enterAsGuest, guestsAreWelcome, register, signIn } from "./account.js";
import { attempt } from "./attempt.js";
import { button, element } from "./dom.js";
import { field, form } from "./forms.js";
import { link } from "./links.js";
import { signInButtons } from "./providers.js";
import { currentUser } from "./session.js";
import { replace, say } from "./router.js";

export async function signInPage(query) {
  return page({
    title: "Sign in",
    query,
    fields: [email(true), password("current-password")],
    act: signIn,
    other: link(`/sign-up?${query}`, "New here? Create an account"),
  });
}

export async function signUpPage(query) {
  const name = element("input", { autocomplete: "username", maxLength: 64, required: true, "data-first": "" });
  return page({
    title: "Create an account",
    query,
    fields: [field("username", "Username", name), email(false), password("new-password")],
    act: register,
    other: link(`/sign-in?${query}`, "Have an account? Sign in"),
  });
}

function email(isFirst) {
  const input = element("input", { type: "email", autocomplete: "email", maxLength: 254, required: true });
  if (isFirst) input.dataset.first = "";
  return field("email", "E-mail", input);
}

function password(autocomplete) {
  const isNew = autocomplete === "new-password";
  const input = element("input", { type: "password", autocomplete, maxLength: 128, required: true });
  if (isNew) input.minLength = 8;
  return field("password", "Password", input, isNew ? "At least 8 characters." : null);
}

async function page({ title, query, fields, act, other }) {
  const next = query.get("next") ?? "/";
  if (currentUser()) return { redirect: next };
  const leave = async (enter) => {
    await enter();
    replace(next);
  };
  const [providers, guests] = await Promise.all([signInButtons(say), guestsAreWelcome()]);
  const content = element(
    "section",
    { className: "narrow" },
    element("h1", { textContent: title }),
    query.has("next") ? element("p", { className: "quiet", textContent: "Sign in to go on where you were." }) : null,
    form({ fields, label: title, act: (values) => leave(() => act(values)) }),
    element("div", { className: "providers" }, ...providers),
    element("p", {}, other),
  );
  if (guests) content.append(guestOffer(leave));
  return { title, content };
}

function guestOffer(leave) {
  const enter = button("Try it without an account", () => attempt(() => leave(enterAsGuest)), { id: "guest", className: "outlined" });
  const hint = element("p", { className: "quiet", textContent: "A guest account is deleted after a day." });
  return element("div", { className: "guest" }, enter, hint);
}
