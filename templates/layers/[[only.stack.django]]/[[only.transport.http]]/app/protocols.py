"""What the server does besides answering HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.asgi import Protocols, refuse_websocket
from app.middleware import Application


def serve(http: Application) -> Application:
    return Protocols(http=http, websocket=refuse_websocket, lifespan=lifespan)


@asynccontextmanager
async def lifespan() -> AsyncIterator[None]:
    yield
