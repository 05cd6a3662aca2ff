"""The features of this project, in the order of the API document."""

from typing import Any

from app.accounts import guests
from app.accounts import routes as accounts
from app.errors import error_handlers
from app.projects import routes as projects
from app.tasks import overview
from app.tasks import routes as tasks

__all__ = ["cross_origin", "error_handlers", "routers", "server_options", "token_paths"]

routers = [
    accounts.public,
    guests.public,
    accounts.router,
    projects.router,
    tasks.router,
    overview.router,
]

# How uvicorn serves this project.
server_options: dict[str, Any] = {"ws": "none"}

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
