"""The features of this project, in the order of the API document."""

from typing import Any

from app.accounts.guests import router as guests
from app.accounts.routes import router as accounts
from app.articles.favorites import router as favorites
from app.articles.routes import router as articles
from app.articles.tags import router as tags
from app.comments.routes import router as comments
from app.errors import error_handlers
from app.profiles.routes import router as profiles

__all__ = ["cross_origin", "error_handlers", "routers", "server_options", "token_paths"]

routers = [accounts, guests, profiles, articles, favorites, comments, tags]

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
