// An author: who they are, their articles and their favourites.

import { call } from "./api.js";
import { articleList } from "./article-list.js";
import { element } from "./dom.js";
import { link } from "./links.js";
import { favouritesPath, profilePath } from "./paths.js";
import { avatar } from "./people.js";
import { currentUser } from "./session.js";
import { tabs } from "./tabs.js";
import { followButton } from "./toggles.js";

// `shows` is `articles` or `favourites`.
export async function profilePage({ username, shows, query }) {
  const lists = {
    articles: { filters: { author: username }, address: profilePath(username), empty: "No articles yet." },
    favourites: { filters: { favorited: username }, address: favouritesPath(username), empty: "No favourites yet." },
  };
  const [{ profile }, list] = await Promise.all([
    call("GET", `/profiles/${encodeURIComponent(username)}`),
    articleList({ ...lists[shows], query }),
  ]);
  const parts = [
    [lists.articles.address, "Articles"],
    [lists.favourites.address, "Favourites"],
  ];
  const content = element("div", {}, head(profile), tabs("Lists", parts, lists[shows].address), list);
  return { title: shows === "articles" ? profile.username : `Favourites of ${profile.username}`, content };
}

function head(profile) {
  const isMe = profile.username === currentUser()?.username;
  return element(
    "header",
    { className: "profile" },
    avatar(profile),
    element("h1", { dir: "auto", textContent: profile.username }),
    profile.bio ? element("p", { className: "plain", dir: "auto", textContent: profile.bio }) : null,
    isMe ? link("/settings", "Edit your profile") : followButton(profile),
  );
}
