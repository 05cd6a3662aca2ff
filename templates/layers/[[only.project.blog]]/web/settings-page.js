// The account: picture, name, bio, e-mail and password.

import { changeAccount, signOut } from "./account.js";
import { button, element } from "./dom.js";
import { dropDraft, keepDraft, readDraft } from "./drafts.js";
import { field, form, valuesOf } from "./forms.js";
import { linkButtons } from "./providers.js";
import { go, say } from "./router.js";
import { requireUser } from "./session.js";

const PATH = "/settings";

export async function settingsPage() {
  const user = { ...requireUser(), ...readDraft(PATH) };
  const password = element("input", { type: "password", autocomplete: "new-password", minLength: 8, maxLength: 128 });
  const made = form({
    fields: [
      field(
        "image",
        "Picture",
        input(user, "image", { type: "url", maxLength: 2048 }),
        "The https address of an image.",
      ),
      field("username", "Username", input(user, "username", { maxLength: 64, required: true })),
      field("bio", "About you", element("textarea", { rows: 4, maxLength: 2000, value: user.bio ?? "" })),
      field("email", "E-mail", input(user, "email", { type: "email", maxLength: 254, required: true })),
      field("password", "New password", password, "Empty to keep it. A new one signs you out on other devices."),
    ],
    label: "Save",
    act: async (values) => {
      await changeAccount(changes(requireUser(), values));
      password.value = "";
      dropDraft(PATH);
      say("Saved.");
    },
  });
  made.addEventListener("input", () => keepDraft(PATH, { ...valuesOf(made), password: "" }));
  const leave = button("Sign out", () => {
    signOut();
    go("/");
  });
  const content = element(
    "section",
    { className: "narrow" },
    element("h1", { textContent: "Settings" }),
    made,
    element("div", { className: "providers" }, ...(await linkButtons(say))),
    leave,
  );
  leave.id = "sign-out";
  return { title: "Settings", content };
}

function input(user, name, properties) {
  return element("input", { value: user[name] ?? "", autocomplete: name === "image" ? "off" : name, ...properties });
}

function changes(user, values) {
  const changed = Object.entries(values).filter(([name, value]) => value !== (user[name] ?? ""));
  return Object.fromEntries(changed);
}
