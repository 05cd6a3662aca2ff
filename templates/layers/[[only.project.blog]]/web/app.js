// The table of contents: which address shows which page.

import { keepRenewing } from "./account.js";
import { articlePage } from "./article-page.js";
import { editorPage } from "./editor-page.js";
import { find } from "./dom.js";
import { renderHeader } from "./header.js";
import { homePage } from "./home-page.js";
import { profilePage } from "./profile-page.js";
import { comeBack } from "./providers.js";
import { announced, say, start } from "./router.js";
import { onSessionChange } from "./session.js";
import { settingsPage } from "./settings-page.js";
import { signInPage, signUpPage } from "./sign-in-page.js";

const ROUTES = [
  [/^\/$/, (query) => homePage({ feed: "all", query })],
  [/^\/feed$/, (query) => homePage({ feed: "yours", query })],
  [/^\/tag\/([^/]+)$/, (tag, query) => homePage({ feed: "tag", tag, query })],
  [/^\/article\/([^/]+)$/, articlePage],
  [/^\/editor$/, () => editorPage(null)],
  [/^\/editor\/([^/]+)$/, editorPage],
  [/^\/@([^/]+)$/, (username, query) => profilePage({ username, shows: "articles", query })],
  [/^\/@([^/]+)\/favourites$/, (username, query) => profilePage({ username, shows: "favourites", query })],
  [/^\/settings$/, settingsPage],
  [/^\/sign-in$/, signInPage],
  [/^\/sign-up$/, signUpPage],
];

onSessionChange(renderHeader);
window.addEventListener("page", renderHeader);

// Its hash would look like an address.
find("skip").addEventListener("click", (event) => {
  event.preventDefault();
  find("main").focus();
});

const { text = "" } = await announced("Signing in…", comeBack);
keepRenewing();
await start(ROUTES);
say(text);
