"""HTTP/1.1 that disconnects clients that are too slow or send too much. uvicorn has no setting for that.

It builds on h11: httptools would lose the body of a request that offers to upgrade to HTTP/2.
"""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_HEAD = 32 * 1024
# The limit for a body of 1 MiB with its chunks. There may be very many, and each takes time.
MOST_BODY = 1536 * 1024
SECONDS = {"head": 10, "body": 30}


class HttpProtocol(H11Protocol):
    awaited: str | None = None
    deadline: asyncio.TimerHandle | None = None
    body_size = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.wait_for("head")

    def data_received(self, data: bytes) -> None:
        if self.conn.their_state is h11.IDLE:
            # h11 only rejects headers that are too long while they are incomplete.
            buffered, _ = self.conn.trailing_data
            room = MOST_HEAD + 1 - len(buffered)
            super().data_received(data[:room])
            data = data[room:]
        elif self.awaited == "body":
            self.body_size += len(data)
            if self.body_size > MOST_BODY:
                self.transport.close()
        if data and not self.transport.is_closing():
            super().data_received(data)

    def _unsupported_upgrade_warning(self) -> None:
        """Silently ignore an upgrade to another protocol: client behaviour should not log warnings."""

    def handle_events(self) -> None:
        before = self.cycle
        super().handle_events()
        if self.cycle is not before:
            # Time and size are limited per request: one read may end a body and begin the next.
            self.wait_for(None)
        self.wait_for(self.incomplete())

    def connection_lost(self, exc: Exception | None) -> None:
        self.wait_for(None)
        super().connection_lost(exc)

    def incomplete(self) -> str | None:
        """The part of a request that the client has started but not finished."""
        buffered, _ = self.conn.trailing_data
        if self not in self.connections:
            return None  # it is a WebSocket now
        if self.conn.their_state is h11.SEND_BODY:
            return "body"
        return "head" if self.conn.their_state is h11.IDLE and buffered else None

    def wait_for(self, part: str | None) -> None:
        if part == self.awaited:
            return
        if self.deadline:
            self.deadline.cancel()
        self.awaited, self.body_size = part, 0
        self.deadline = self.loop.call_later(SECONDS[part], self.transport.close) if part else None
