"""The features of this project, in the order of its API."""

from app.accounts.guests import router as guests
from app.accounts.routes import router as accounts
from app.articles.favorites import router as favorites
from app.articles.routes import router as articles
from app.articles.tags import router as tags
from app.comments.routes import router as comments
from app.errors import error_handlers
from app.profiles.routes import router as profiles

__all__ = ["cross_origin", "error_handlers", "routers", "token_paths"]

routers = [accounts, guests, profiles, articles, favorites, comments, tags]

# Answers at and below these carry tokens: no cache stores them, nor the errors there.
token_paths = ["/api/user", "/api/users"]

# What a page of another origin may send, and read of the answers.
cross_origin = {
    "methods": ["GET", "POST", "PUT", "DELETE"],
    "request_headers": ["Authorization", "Content-Type", "X-Request-ID"],
    "exposed_headers": ["Retry-After", "X-Request-ID"],
}
