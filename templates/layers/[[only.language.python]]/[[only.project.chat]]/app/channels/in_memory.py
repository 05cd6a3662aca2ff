"""The fan-out of a single process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID
from weakref import WeakValueDictionary

from app.channels.fanout import Listener
from app.channels.frames import Announcement, Visitor
from app.channels.roster import Visitors

# How many signatures without a subscription are remembered.
MOST_VOUCHED = 10_000


class InMemory:
    def __init__(self) -> None:
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._present: dict[str, Visitors] = {}
        self._vouched: dict[tuple[str, str], UUID] = {}
        self._listener: Listener

    @asynccontextmanager
    async def turn(self, channel: str) -> AsyncIterator[None]:
        lock = self._turns.setdefault(channel, asyncio.Lock())
        async with lock:
            yield

    async def publish(self, announcement: Announcement) -> None:
        self._listener.roster.deliver(announcement)
        # Let the connections write; otherwise a burst would fill the queue of a client that reads normally.
        await asyncio.sleep(0)

    async def vouch(self, socket_id: str, channel: str, sign_in: UUID) -> None:
        self._vouched[socket_id, channel] = sign_in
        if len(self._vouched) > MOST_VOUCHED:
            del self._vouched[next(iter(self._vouched))]

    async def sign_in_of(self, socket_id: str, channel: str) -> UUID | None:
        return self._vouched.get((socket_id, channel))

    async def present(self, channel: str) -> Visitors:
        return dict(self._present.get(channel, {}))

    async def lapsed(self, channel: str) -> list[str]:
        return []

    async def enter(self, channel: str, socket_id: str, visitor: Visitor) -> None:
        self._present.setdefault(channel, {})[socket_id] = visitor

    async def leave(self, channel: str, visitors: Visitors) -> None:
        remaining = self._present.get(channel, {})
        for socket_id in visitors:
            remaining.pop(socket_id, None)
        if not remaining:
            self._present.pop(channel, None)

    @asynccontextmanager
    async def running(self, listener: Listener) -> AsyncIterator[None]:
        self._listener = listener
        yield
