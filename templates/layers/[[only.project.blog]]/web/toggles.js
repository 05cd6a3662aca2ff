// Buttons that turn something on and off: a favourite, a follow.

import { call } from "./api.js";
import { attempt } from "./attempt.js";
import { element } from "./dom.js";
import { here, signInPath } from "./paths.js";
import { go } from "./router.js";
import { currentUser } from "./session.js";

export function favouriteButton(article) {
  return toggle({
    isOn: () => article.favorited,
    text: () => `${article.favorited ? "♥" : "♡"} ${article.favoritesCount}`,
    label: () => `Favourite ${article.title}, ${article.favoritesCount} so far`,
    change: async (method) => {
      const answer = await call(method, `/articles/${article.slug}/favorite`);
      article.favorited = answer.article.favorited;
      article.favoritesCount = answer.article.favoritesCount;
    },
  });
}

export function followButton(profile) {
  const path = `/profiles/${encodeURIComponent(profile.username)}/follow`;
  return toggle({
    isOn: () => profile.following,
    text: () => (profile.following ? "✓ Following" : "+ Follow"),
    // Contains the text, so that people who control the page by voice can say what they see.
    label: () => `${profile.following ? "Following" : "Follow"} ${profile.username}`,
    change: async (method) => {
      profile.following = (await call(method, path)).profile.following;
    },
  });
}

function toggle({ isOn, text, label, change }) {
  const made = element("button", { type: "button", className: "toggle" });
  let isBusy = false;
  const draw = () => {
    made.textContent = text();
    made.setAttribute("aria-pressed", isOn());
    made.setAttribute("aria-label", label());
  };
  made.onclick = async () => {
    if (isBusy) return;
    if (!currentUser()) return go(signInPath(here()));
    isBusy = true;
    await attempt(() => change(isOn() ? "DELETE" : "POST"));
    isBusy = false;
    draw();
  };
  draw();
  return made;
}
