"""The fan-out of a single process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID
from weakref import WeakValueDictionary

from app.channels.connections import PresentUsers
from app.channels.fanout import Listener
from app.channels.frames import Announcement, PresentUser

# How many signatures without a subscription are remembered.
MOST_SAVED = 10_000


class InMemory:
    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._present: dict[str, PresentUsers] = {}
        self._saved_sign_ins: dict[tuple[str, str], UUID] = {}
        self._listener: Listener

    @asynccontextmanager
    async def lock(self, channel: str) -> AsyncIterator[None]:
        lock = self._locks.setdefault(channel, asyncio.Lock())
        async with lock:
            yield

    async def publish(self, announcement: Announcement) -> None:
        self._listener.connections.deliver(announcement)
        # Let the connections write; otherwise a burst would fill the queue of a client that reads normally.
        await asyncio.sleep(0)

    async def save_sign_in(self, socket_id: str, channel: str, sign_in: UUID) -> None:
        self._saved_sign_ins[socket_id, channel] = sign_in
        if len(self._saved_sign_ins) > MOST_SAVED:
            del self._saved_sign_ins[next(iter(self._saved_sign_ins))]

    async def sign_in_of(self, socket_id: str, channel: str) -> UUID | None:
        return self._saved_sign_ins.get((socket_id, channel))

    async def present(self, channel: str) -> PresentUsers:
        return dict(self._present.get(channel, {}))

    async def expired(self, channel: str) -> list[str]:
        return []

    async def enter(self, channel: str, socket_id: str, user: PresentUser) -> None:
        self._present.setdefault(channel, {})[socket_id] = user

    async def leave(self, channel: str, users: PresentUsers) -> None:
        remaining = self._present.get(channel, {})
        for socket_id in users:
            remaining.pop(socket_id, None)
        if not remaining:
            self._present.pop(channel, None)

    @asynccontextmanager
    async def running(self, listener: Listener) -> AsyncIterator[None]:
        self._listener = listener
        yield
