"""The features of this project, in the order of the API document."""

from typing import Any

from app.accounts import guests
from app.accounts import routes as accounts
from app.articles import favorites, tags
from app.articles import routes as articles
from app.comments import routes as comments
from app.errors import error_handlers
from app.profiles import routes as profiles
from app.providers import routes as providers
from app.settings import Settings

__all__ = ["cross_origin", "error_handlers", "load_settings", "routers", "server_options", "token_paths"]

# The feed comes before the public articles, one of which could have its path.
routers = [
    accounts.public,
    guests.public,
    providers.public,
    providers.router,
    accounts.router,
    profiles.public,
    profiles.router,
    articles.router,
    articles.public,
    favorites.router,
    comments.public,
    comments.router,
    tags.public,
]

load_settings = Settings.load

# How uvicorn serves this project.
server_options: dict[str, Any] = {"ws": "none"}

# Responses of these paths contain tokens, so caches must not store them or their errors.
token_paths = ["/api/user", "/api/users"]

# The request headers that other origins may send, and the response headers they may read.
cross_origin = {
    "methods": ["GET", "POST", "PUT", "DELETE"],
    "request_headers": ["Authorization", "Content-Type", "X-Request-ID"],
    "exposed_headers": ["Retry-After", "X-Request-ID"],
}
