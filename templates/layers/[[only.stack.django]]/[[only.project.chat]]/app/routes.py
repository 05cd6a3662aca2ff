"""The features of this project, and what is particular to how it is served."""

from http import HTTPStatus
from typing import Any

from app.channels.settings import ChannelSettings
from app.channels.websockets import LONGEST_FRAME, WebSocketProtocol
from app.failures import Failure
from app.permissions import Forbidden

# Django's applications: each has models and their migrations.
apps = ["app.accounts", "app.providers", "app.rooms", "app.messages"]

urls = [
    "app.accounts.urls",
    "app.providers.urls",
    "app.rooms.urls",
    "app.messages.urls",
    "app.channels.urls",
]

# The responses to this project's own failures.
statuses: dict[type[Failure], HTTPStatus] = {Forbidden: HTTPStatus.FORBIDDEN}

load_settings = ChannelSettings.load

# How uvicorn serves this project.
server_options: dict[str, Any] = {
    "lifespan": "on",
    "ws": WebSocketProtocol,
    "ws_max_size": LONGEST_FRAME,
    "ws_per_message_deflate": False,  # what is compressed may expand a thousandfold
    "ws_ping_interval": None,  # the channels ask after silent connections themselves
}

# Paths with a number of threads of their own: signing in waits for the hash of a password, or for a provider.
own_threads = {"/api/v1/auth": 30}

# Responses of these paths contain tokens, so caches must not store them or their errors.
token_paths = ["/api/v1/auth"]

# The request headers that other origins may send, and the response headers they may read.
cross_origin = {
    "methods": ["GET", "POST", "PUT", "PATCH", "DELETE"],
    "request_headers": ["Authorization", "Content-Type", "Idempotency-Key", "X-Request-ID"],
    "exposed_headers": ["Link", "Location", "Retry-After", "X-Request-ID"],
}
