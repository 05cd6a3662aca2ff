"""The features of this project, in the order of the API document."""

from typing import Any

from app.accounts.guests import router as guests
from app.accounts.routes import router as accounts
from app.channels.routes import router as channels
from app.channels.websockets import LONGEST_FRAME, WebSocketProtocol
from app.errors import error_handlers
from app.messages.routes import router as messages
from app.rooms.invitations import router as invitations
from app.rooms.members import router as members
from app.rooms.routes import router as rooms

__all__ = ["cross_origin", "error_handlers", "routers", "server_options", "token_paths"]

routers = [accounts, guests, rooms, members, invitations, messages, channels]

# How uvicorn serves this project.
server_options: dict[str, Any] = {
    "ws": WebSocketProtocol,
    "ws_max_size": LONGEST_FRAME,
    "ws_per_message_deflate": False,  # what is compressed may expand a thousandfold
    "ws_ping_interval": None,  # the channels ask after silent connections themselves
}

# Responses of these paths contain tokens, so caches must not store them or their errors.
token_paths = ["/api/v1/auth"]

# The request headers that other origins may send, and the response headers they may read.
cross_origin = {
    "methods": ["GET", "POST", "PUT", "PATCH", "DELETE"],
    "request_headers": ["Authorization", "Content-Type", "Idempotency-Key", "X-Request-ID"],
    "exposed_headers": ["Link", "Location", "Retry-After", "X-Request-ID"],
}
