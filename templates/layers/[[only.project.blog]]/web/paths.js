// The addresses of the pages, after the `#`.

export const articlePath = (slug) => `/article/${slug}`;
export const editorPath = (slug) => `/editor/${slug}`;
export const profilePath = (username) => `/@${encodeURIComponent(username)}`;
export const favouritesPath = (username) => `${profilePath(username)}/favourites`;
export const tagPath = (tag) => `/tag/${encodeURIComponent(tag)}`;
export const signInPath = (next) => `/sign-in?${new URLSearchParams({ next })}`;

// The current address. Other hashes belong to no page.
export const here = () => (location.hash.startsWith("#/") ? location.hash.slice(1) : "/");
