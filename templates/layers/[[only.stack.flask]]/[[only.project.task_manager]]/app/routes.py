"""The features of this project, in the order of the API document."""

from http import HTTPStatus
from typing import Any

from app.accounts import guests
from app.accounts import routes as accounts
from app.errors import answer_with
from app.errors import error_handlers as common_handlers
from app.preconditions import Stale, Unconditional
from app.projects import routes as projects
from app.protocols import serve_http
from app.providers import routes as providers
from app.settings import Settings
from app.tasks import overview
from app.tasks import routes as tasks

blueprints = [
    accounts.public,
    guests.public,
    providers.public,
    providers.blueprint,
    accounts.blueprint,
    projects.blueprint,
    tasks.blueprint,
    overview.blueprint,
]

error_handlers = common_handlers | {
    Stale: answer_with(HTTPStatus.PRECONDITION_FAILED),
    Unconditional: answer_with(HTTPStatus.PRECONDITION_REQUIRED),
}

load_settings = Settings.load

# How this project is served.
protocols_of = serve_http
server_options: dict[str, Any] = {"ws": "none", "lifespan": "on"}

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
