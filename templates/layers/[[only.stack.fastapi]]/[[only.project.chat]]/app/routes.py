"""The features of this project, in the order of its API."""

from app.accounts.routes import router as accounts
from app.channels.routes import router as channels
from app.errors import error_handlers
from app.messages.routes import router as messages
from app.rooms.members import router as members
from app.rooms.routes import router as rooms
from app.web import router as web

__all__ = ["error_handlers", "routers"]

routers = [accounts, rooms, members, messages, channels, web]
