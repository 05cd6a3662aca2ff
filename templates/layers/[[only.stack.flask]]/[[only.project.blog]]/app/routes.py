"""The features of this project, in the order of the API document."""

from typing import Any

from app.accounts import guests
from app.accounts import routes as accounts
from app.articles import favorites, tags
from app.articles import routes as articles
from app.comments import routes as comments
from app.errors import error_handlers
from app.profiles import routes as profiles
from app.protocols import serve_http
from app.providers import routes as providers
from app.settings import Settings

__all__ = [
    "blueprints",
    "cross_origin",
    "error_handlers",
    "load_settings",
    "own_threads",
    "protocols_of",
    "server_options",
    "token_paths",
]

blueprints = [
    accounts.public,
    guests.public,
    providers.public,
    providers.blueprint,
    accounts.blueprint,
    profiles.public,
    profiles.blueprint,
    articles.blueprint,
    articles.public,
    favorites.blueprint,
    comments.public,
    comments.blueprint,
    tags.public,
]

load_settings = Settings.load

# Paths with a number of threads of their own: signing in waits for the hash of a password, or for a provider.
own_threads = {"/api/users": 30}

# How this project is served.
protocols_of = serve_http
server_options: dict[str, Any] = {"ws": "none", "lifespan": "on"}

# Responses of these paths contain tokens, so caches must not store them or their errors.
token_paths = ["/api/user", "/api/users"]

# The request headers that other origins may send, and the response headers they may read.
cross_origin = {
    "methods": ["GET", "POST", "PUT", "DELETE"],
    "request_headers": ["Authorization", "Content-Type", "X-Request-ID"],
    "exposed_headers": ["Retry-After", "X-Request-ID"],
}
