"""One WebSocket: the frames of its client, and the queue of outgoing frames."""

import asyncio
import logging
import secrets
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

from app.channels.frames import (
    Announcement,
    PresentUser,
    Received,
    UnreadableFrameError,
    encode,
    error,
    frame,
    read,
    subscription_error,
)
from app.channels.hub import Hub
from app.channels.signatures import Signer
from app.channels.sockets import Disconnected, Socket
from app.failures import Unavailable

logger = logging.getLogger("app.channels")

MOST_WAITING, MOST_BYTES_WAITING = 256, 1024 * 1024
MOST_SUBSCRIPTIONS = 100
LONGEST_NAME = 200
MOST_BYTES = 10 * 1024
EVENTS_A_SECOND = 10
SLOW_READER, SILENT, UNSUBSCRIBED = 4100, 4201, 4202
PONG_SECONDS = 30
SUBSCRIBE_SECONDS = 60

MaySubscribe = Callable[[str, UUID, PresentUser | None], Awaitable[bool]]


class Connection:
    def __init__(
        self,
        socket: Socket,
        *,
        hub: Hub,
        signer: Signer,
        may_subscribe: MaySubscribe,
        activity_timeout: int,
    ) -> None:
        self.id = f"{secrets.randbelow(10**9)}.{secrets.randbelow(10**9)}"
        self.socket = socket
        self.hub = hub
        self.signer = signer
        self.may_subscribe = may_subscribe
        self.activity_timeout = activity_timeout
        self.sign_ins: set[UUID] = set()
        self._waiting: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)
        self._bytes_waiting = 0
        self._sent_at: deque[float] = deque(maxlen=EVENTS_A_SECOND)
        self._closing: asyncio.Task[None] | None = None
        # Ends `run` if the client does not read, not even the close frame.
        self._until_gone = asyncio.timeout(None)

    def send(self, text: str) -> None:
        """Queue a frame. A client that reads too slowly is disconnected, and slows down nobody else."""
        if self._closing is not None:
            return
        self._bytes_waiting += len(text.encode())
        if self._waiting.full() or self._bytes_waiting > MOST_BYTES_WAITING:
            self.close(SLOW_READER, "Too slow: catch up over REST.")
        else:
            self._waiting.put_nowait(text)

    def close(self, code: int, reason: str) -> None:
        """Close the connection. Queued frames are dropped."""
        if self._closing is None:
            self._writing.cancel()
            self._closing = asyncio.create_task(self._close_socket(code, reason))

    async def run(self) -> None:
        self._writing = asyncio.create_task(self._write())
        greeting = encode({"socket_id": self.id, "activity_timeout": self.activity_timeout})
        self.send(frame("pusher:connection_established", greeting))
        self.hub.connect(self)
        deadline = asyncio.get_running_loop().call_later(SUBSCRIBE_SECONDS, self._expect_subscriptions)
        try:
            async with self._until_gone:
                while True:
                    text = await self._next_text()
                    if text is not None:
                        await self._answer(text)
        except (Disconnected, TimeoutError):
            pass
        finally:
            deadline.cancel()
            self._writing.cancel()
            await self.hub.leave(self._leave())

    async def _write(self) -> None:
        with suppress(Disconnected, RuntimeError):
            while True:
                text = await self._waiting.get()
                await self.socket.send_text(text)
                self._bytes_waiting -= len(text.encode())

    def _expect_subscriptions(self) -> None:
        if not self.hub.connections.subscriptions(self.id):
            self.close(UNSUBSCRIBED, "Nothing was subscribed to.")

    async def _leave(self) -> None:
        try:
            await self.hub.disconnect(self)
        except Unavailable:
            logger.warning("A connection left without Redis; its presence expires automatically.")
        if self._closing:
            await self._closing

    async def _close_socket(self, code: int, reason: str) -> None:
        with suppress(Disconnected, RuntimeError):
            try:
                async with asyncio.timeout(PONG_SECONDS):
                    await self.socket.close(code, reason)
            except TimeoutError:
                # A client that does not read does not receive the close frame either, and may ping forever.
                self._until_gone.reschedule(0)

    async def _next_text(self) -> str | None:
        """Wait for a frame; control frames such as WebSocket pings are returned as None."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self.activity_timeout):
                return await self._receive()
        self.send(frame("pusher:ping", {}))
        try:
            async with asyncio.timeout(min(PONG_SECONDS, self.activity_timeout)):
                return await self._receive()
        except TimeoutError:
            self.close(SILENT, "No answer to a ping.")
            raise Disconnected from None

    async def _receive(self) -> str | None:
        message = await self.socket.receive()
        return "" if message.get("bytes") is not None else message.get("text")

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
                if isinstance(channel, str):
                    await self.hub.unsubscribe(self, channel)
            case _:
                await self._pass_on(received)

    async def _subscribe(self, data: Any) -> None:
        wanted = data if isinstance(data, dict) else {}
        channel, auth, channel_data = (
            str(wanted.get(name) or "") for name in ("channel", "auth", "channel_data")
        )
        subscriptions = self.hub.connections.subscriptions(self.id)
        if not self.signer.accepts(auth, self.id, channel, channel_data):
            refusal = 401, "The signature is wrong."
        elif len(subscriptions) == MOST_SUBSCRIPTIONS and channel not in subscriptions:
            refusal = 429, f"A connection has at most {MOST_SUBSCRIPTIONS} channels."
        elif not await self._enter(channel, PresentUser.parse(channel_data) if channel_data else None):
            refusal = 403, "You may not subscribe to this channel."
        else:
            return
        status, message = refusal
        self.send(subscription_error(channel, status=status, message=message))

    async def _enter(self, channel: str, user: PresentUser | None) -> bool:
        """Subscribe for the session that requested the signature, unless it has ended or lost access."""
        sign_in = await self.hub.fanout.sign_in_of(self.id, channel)

        async def is_allowed() -> bool:
            return sign_in is not None and await self.may_subscribe(channel, sign_in, user)

        if user is None:
            entered = await self.hub.listen(self, channel, is_allowed=is_allowed)
        else:
            entered = await self.hub.subscribe(self, channel, user, is_allowed=is_allowed)
        if entered and sign_in is not None:
            self.sign_ins.add(sign_in)
        return entered

    async def _pass_on(self, received: Received) -> None:
        """Forward an event of this client, such as `client-typing`, to the others on the channel."""
        user = self.hub.connections.present_user(self.id, received.channel)
        if refusal := self._refuse(received, user):
            self.send(error(4301, refusal))
            return
        assert user is not None
        self._sent_at.append(time.monotonic())
        text = frame(received.event, received.data, channel=received.channel, user_id=user.user_id)
        await self.hub.fanout.publish(Announcement(received.channel, text, except_for=self.id))

    def _refuse(self, received: Received, user: PresentUser | None) -> str | None:
        if not received.event.startswith("client-"):
            return "Client events start with client-."
        if len(received.event) > LONGEST_NAME:
            return "The name of an event has at most 200 characters."
        if user is None:
            return "Client events need a channel that this connection is subscribed to."
        if len(encode(received.data).encode()) > MOST_BYTES:
            return "A client event has at most 10 kB of data."
        if len(self._sent_at) == EVENTS_A_SECOND and time.monotonic() - self._sent_at[0] < 1:
            return "A client sends at most 10 events a second."
        return None
