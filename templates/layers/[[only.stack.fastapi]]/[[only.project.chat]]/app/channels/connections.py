"""One WebSocket: what its client sends, and the queue of what waits for it."""

import asyncio
import logging
import secrets
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from app.channels.frames import (
    Announcement,
    Received,
    UnreadableFrameError,
    Visitor,
    encode,
    error,
    frame,
    read,
    subscription_error,
)
from app.channels.hub import Hub
from app.channels.signatures import Signer
from app.failures import Unavailable

logger = logging.getLogger("app.channels")

MOST_WAITING = 256
MOST_BYTES = 10 * 1024
EVENTS_A_SECOND = 10
SLOW_READER, SILENT = 4100, 4201
PONG_SECONDS = 30

MayEnter = Callable[[str, Visitor], Awaitable[bool]]


class Connection:
    def __init__(
        self, socket: WebSocket, *, hub: Hub, signer: Signer, may_enter: MayEnter, activity_timeout: int
    ) -> None:
        self.id = f"{secrets.randbelow(10**9)}.{secrets.randbelow(10**9)}"
        self.socket = socket
        self.hub = hub
        self.signer = signer
        self.may_enter = may_enter
        self.activity_timeout = activity_timeout
        self._waiting: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)
        self._sent_at: deque[float] = deque(maxlen=EVENTS_A_SECOND)
        self._closing: asyncio.Task[None] | None = None

    def send(self, text: str) -> None:
        """Queue a frame. Who reads too slowly is cut off, and slows nobody else."""
        if self._closing is None:
            try:
                self._waiting.put_nowait(text)
            except asyncio.QueueFull:
                self.close(SLOW_READER, "Too slow: catch up over REST.")

    def close(self, code: int, reason: str) -> None:
        """Say goodbye. What still waits is dropped."""
        if self._closing is None:
            self._writing.cancel()
            self._closing = asyncio.create_task(self._say_goodbye(code, reason))

    async def run(self) -> None:
        self._writing = asyncio.create_task(self._write())
        greeting = encode({"socket_id": self.id, "activity_timeout": self.activity_timeout})
        self.send(frame("pusher:connection_established", greeting))
        self.hub.connect(self)
        try:
            while True:
                await self._answer(await self._next_text())
        except WebSocketDisconnect:
            pass
        finally:
            self._writing.cancel()
            await self.hub.leave(self._leave())

    async def _write(self) -> None:
        with suppress(WebSocketDisconnect, RuntimeError):
            while True:
                await self.socket.send_text(await self._waiting.get())

    async def _leave(self) -> None:
        try:
            await self.hub.disconnect(self)
        except Unavailable:
            logger.warning("A connection left while Redis was away; its presence lapses by itself.")
        if self._closing:
            await self._closing

    async def _say_goodbye(self, code: int, reason: str) -> None:
        # Who does not read does not take a goodbye either.
        with suppress(TimeoutError, WebSocketDisconnect, RuntimeError):
            async with asyncio.timeout(PONG_SECONDS):
                await self.socket.close(code, reason)

    async def _next_text(self) -> str:
        with suppress(TimeoutError):
            async with asyncio.timeout(self.activity_timeout):
                return await self._receive()
        self.send(frame("pusher:ping", {}))
        try:
            async with asyncio.timeout(min(PONG_SECONDS, self.activity_timeout)):
                return await self._receive()
        except TimeoutError:
            self.close(SILENT, "No answer to a ping.")
            raise WebSocketDisconnect(SILENT) from None

    async def _receive(self) -> str:
        message = await self.socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1005))
        return message.get("text") or ""

    async def _answer(self, text: str) -> None:
        try:
            received = read(text)
        except UnreadableFrameError as problem:
            self.send(error(4300, str(problem)))
            return
        match received.event:
            case "pusher:ping":
                self.send(frame("pusher:pong", {}))
            case "pusher:pong":
                pass
            case "pusher:subscribe":
                await self._subscribe(received.data)
            case "pusher:unsubscribe":
                channel = received.data.get("channel") if isinstance(received.data, dict) else None
                if isinstance(channel, str) and self.hub.visitor(self, channel):
                    await self.hub.unsubscribe(self, channel)
            case _:
                await self._pass_on(received)

    async def _subscribe(self, data: Any) -> None:
        wanted = data if isinstance(data, dict) else {}
        channel, auth, channel_data = (
            str(wanted.get(name, "")) for name in ("channel", "auth", "channel_data")
        )
        if not self.signer.accepts(auth, self.id, channel, channel_data):
            self.send(subscription_error(channel, status=401, message="The signature is wrong."))
            return
        visitor = Visitor.parse(channel_data)
        if not await self.hub.subscribe(
            self, channel, visitor, may_enter=lambda: self.may_enter(channel, visitor)
        ):
            self.send(subscription_error(channel, status=403, message="You are no member of this room."))

    async def _pass_on(self, received: Received) -> None:
        """Hand an event of this client, like `client-typing`, to the others on the channel."""
        visitor = self.hub.visitor(self, received.channel)
        if refusal := self._refuse(received, visitor):
            self.send(error(4301, refusal))
            return
        assert visitor is not None
        self._sent_at.append(time.monotonic())
        text = frame(received.event, received.data, channel=received.channel, user_id=visitor.user_id)
        await self.hub.fanout.publish(Announcement(received.channel, text, except_for=self.id))

    def _refuse(self, received: Received, visitor: Visitor | None) -> str | None:
        if not received.event.startswith("client-"):
            return "Client events start with client-."
        if visitor is None:
            return "Client events need a channel that this connection is subscribed to."
        if len(encode(received.data).encode()) > MOST_BYTES:
            return "A client event has at most 10 kB of data."
        if len(self._sent_at) == EVENTS_A_SECOND and time.monotonic() - self._sent_at[0] < 1:
            return "A client sends at most 10 events a second."
        return None
