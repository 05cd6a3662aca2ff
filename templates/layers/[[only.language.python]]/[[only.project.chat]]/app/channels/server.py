"""The channels of this process, and the WebSockets that it serves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import parse_qs

from app.channels.connection import Connection, MaySubscribe
from app.channels.fanout import Fanout
from app.channels.frames import error
from app.channels.hub import Hub
from app.channels.in_memory import InMemory
from app.channels.settings import ChannelSettings
from app.channels.sign_outs import FindRunning, following_sign_outs
from app.channels.signatures import Signer
from app.channels.sockets import Disconnected, Receive, Send, Socket
from app.channels.termination import before_termination
from app.channels.through_redis import ThroughRedis

PATH = "/app/"
# The latest version of Pusher's clients is 7; its Java client uses 5. All three have the same frames.
PROTOCOLS = {"5", "6", "7"}


class Channels:
    def __init__(
        self, settings: ChannelSettings, *, may_subscribe: MaySubscribe, find_running: FindRunning
    ) -> None:
        self.settings = settings
        self.may_subscribe = may_subscribe
        self.find_running = find_running
        self.signer = Signer.of(settings)
        self.hub = Hub(choose_fanout(settings, self.signer))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with self.hub.fanout.running(self.hub), following_sign_outs(self.hub, self.find_running):
            with before_termination(self.hub.stop):
                yield
            await self.hub.emptied()

    async def connect(self, scope: Any, receive: Receive, send: Send) -> None:
        """One WebSocket, as an ASGI application."""
        socket = Socket(receive, send)
        # It is not an error if the client has disconnected in the meantime.
        with suppress(Disconnected):
            await socket.accept()
            await self.serve(socket, scope)

    async def serve(self, socket: Socket, scope: Any) -> None:
        protocol = parse_qs(scope["query_string"].decode("latin-1")).get("protocol", [""])[-1]
        if scope["path"].removeprefix(PATH) != self.signer.key:
            await refuse(socket, 4001, "There is no application with this key.")
        elif protocol not in PROTOCOLS:
            await refuse(socket, 4007, "This protocol is not supported. Use protocol=7.")
        else:
            await Connection(
                socket,
                hub=self.hub,
                signer=self.signer,
                may_subscribe=self.may_subscribe,
                activity_timeout=self.settings.activity_timeout,
            ).run()


async def refuse(socket: Socket, code: int, message: str) -> None:
    await socket.send_text(error(code, message))
    await socket.close(code, message)


def choose_fanout(settings: ChannelSettings, signer: Signer) -> Fanout:
    if settings.redis_url is None:
        return InMemory()
    return ThroughRedis(settings.redis_url, signer, verified=settings.redis_tls == "verify")
