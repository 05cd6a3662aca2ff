"""The features of this project, and what is particular to how it is served."""

from typing import Any

from app.settings import Settings

# Django's applications: each has models and their migrations.
apps = ["app.accounts", "app.providers", "app.articles", "app.comments"]

urls = [
    "app.accounts.urls",
    "app.providers.urls",
    "app.profiles.urls",
    "app.articles.urls",
    "app.comments.urls",
]

load_settings = Settings.load

# How uvicorn serves this project.
server_options: dict[str, Any] = {"ws": "none"}

# Paths with a number of threads of their own: signing in waits for the hash of a password, or for a provider.
own_threads = {"/api/users": 30}

# Responses of these paths contain tokens, so caches must not store them or their errors.
token_paths = ["/api/user", "/api/users"]

# The request headers that other origins may send, and the response headers they may read.
cross_origin = {
    "methods": ["GET", "POST", "PUT", "DELETE"],
    "request_headers": ["Authorization", "Content-Type", "X-Request-ID"],
    "exposed_headers": ["Retry-After", "X-Request-ID"],
}
