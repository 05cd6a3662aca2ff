"""What the server does besides answering HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypedDict

from flask import Flask

from app.asgi import Lifespan, refuse_websocket
from app.channels.server import PATH, Channels
from app.middleware import Application, Receive, Scope, Send
from app.services import services_of


class Beside(TypedDict):
    websocket: Application
    lifespan: Lifespan


def serve_channels(app: Flask) -> Beside:
    channels: Channels = app.extensions["channels"]

    async def connect(scope: Scope, receive: Receive, send: Send) -> None:
        handle = channels.connect if scope["path"].startswith(PATH) else refuse_websocket
        await handle(scope, receive, send)

    @asynccontextmanager
    async def lifespan() -> AsyncIterator[None]:
        async with channels.running():
            yield
        services_of(app).database.close()

    return Beside(websocket=connect, lifespan=lifespan)
