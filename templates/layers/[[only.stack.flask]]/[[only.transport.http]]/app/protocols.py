"""What the server does besides answering HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypedDict

from flask import Flask

from app.asgi import Lifespan, refuse_websocket
from app.middleware import Application
from app.services import services_of


class Beside(TypedDict):
    websocket: Application
    lifespan: Lifespan


def serve_http(app: Flask) -> Beside:
    @asynccontextmanager
    async def lifespan() -> AsyncIterator[None]:
        yield
        services_of(app).database.close()

    return Beside(websocket=refuse_websocket, lifespan=lifespan)
