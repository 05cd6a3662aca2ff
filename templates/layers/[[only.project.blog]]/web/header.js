// The navigation: what somebody can do, signed in or not.

import { element, find } from "./dom.js";
import { link } from "./links.js";
import { here, profilePath } from "./paths.js";
import { avatar } from "./people.js";
import { currentUser } from "./session.js";

export function renderHeader() {
  const user = currentUser();
  const links = user
    ? [link("/", "Home"), link("/editor", "New article"), link("/settings", "Settings"), profileLink(user)]
    : [link("/", "Home"), link("/sign-in", "Sign in"), link("/sign-up", "Sign up")];
  const current = `#${here().split("?")[0]}`;
  for (const each of links) {
    if (each.getAttribute("href") === current) each.setAttribute("aria-current", "page");
  }
  find("links").replaceChildren(...links.map((each) => element("li", {}, each)));
}

function profileLink(user) {
  const made = link(profilePath(user.username), "", { className: "me", title: user.username });
  made.append(avatar(user), element("span", { className: "name", textContent: user.username }));
  return made;
}
