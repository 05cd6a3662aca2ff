"""The features of this project, and what is particular to how it is served."""

from http import HTTPStatus
from typing import Any

from app.failures import Failure
from app.preconditions import Stale, Unconditional
from app.settings import Settings

# Django's applications: each has models and their migrations.
apps = ["app.accounts", "app.providers", "app.projects", "app.tasks"]

urls = ["app.accounts.urls", "app.providers.urls", "app.projects.urls", "app.tasks.urls"]

# The responses to this project's own failures.
statuses: dict[type[Failure], HTTPStatus] = {
    Stale: HTTPStatus.PRECONDITION_FAILED,
    Unconditional: HTTPStatus.PRECONDITION_REQUIRED,
}

load_settings = Settings.load

# How uvicorn serves this project.
server_options: dict[str, Any] = {"ws": "none"}

# Paths with a number of threads of their own: signing in waits for the hash of a password, or for a provider.
own_threads = {"/api/v1/auth": 30}

# Responses of these paths contain tokens, so caches must not store them or their errors.
token_paths = ["/api/v1/auth"]

# The request headers that other origins may send, and the response headers they may read.
cross_origin = {
    "methods": ["GET", "POST", "PATCH", "DELETE"],
    "request_headers": [
        "Authorization",
        "Content-Type",
        "Idempotency-Key",
        "If-Match",
        "If-None-Match",
        "X-Request-ID",
    ],
    "exposed_headers": ["ETag", "Link", "Location", "Retry-After", "X-Request-ID"],
}
