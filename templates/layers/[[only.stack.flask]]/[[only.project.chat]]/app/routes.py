"""The features of this project, in the order of the API document."""

from http import HTTPStatus
from typing import Any

from app.accounts import guests
from app.accounts import routes as accounts
from app.channels import routes as channels
from app.channels.settings import ChannelSettings
from app.channels.websockets import LONGEST_FRAME, WebSocketProtocol
from app.errors import answer_with
from app.errors import error_handlers as common_handlers
from app.messages import routes as messages
from app.permissions import Forbidden
from app.protocols import serve_channels
from app.providers import routes as providers
from app.rooms import invitations, members
from app.rooms import routes as rooms

blueprints = [
    accounts.public,
    guests.public,
    providers.public,
    providers.blueprint,
    accounts.blueprint,
    rooms.blueprint,
    members.blueprint,
    invitations.blueprint,
    messages.blueprint,
    channels.public,
    channels.blueprint,
]

error_handlers = common_handlers | {Forbidden: answer_with(HTTPStatus.FORBIDDEN)}

load_settings = ChannelSettings.load

# How this project is served.
protocols_of = serve_channels
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
