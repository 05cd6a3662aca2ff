import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import pytest

from app.channels.frames import PresentUser
from app.channels.hub import Hub
from app.channels.in_memory import InMemory

ROOMS = ("presence-room-1", "presence-room-2", "presence-room-3")


class Interrupted(InMemory):
    """A fan-out that can become unavailable."""

    reachable = True

    @asynccontextmanager
    async def lock(self, channel: str) -> AsyncIterator[None]:
        if not self.reachable:
            raise ConnectionError
        async with super().lock(channel):
            yield


class Connection:
    id = "1.1"

    def __init__(self) -> None:
        self.sign_ins: set[UUID] = set()

    def send(self, text: str) -> None: ...
    def close(self, code: int, reason: str) -> None: ...


async def anyone() -> bool:
    return True


def test_a_lost_connection_leaves_all_channels_even_without_redis() -> None:
    async def come_and_go() -> Hub:
        fanout, alice = Interrupted(), Connection()
        hub = Hub(fanout)
        async with fanout.running(hub):
            for room in ROOMS:
                user = PresentUser(user_id="1", name="alice")
                await hub.subscribe(alice, room, user, is_allowed=anyone)
            assert set(hub.connections.here()) == set(ROOMS)
            fanout.reachable = False
            with pytest.raises(ConnectionError):
                await hub.disconnect(alice)
        return hub

    assert asyncio.run(come_and_go()).connections.here() == {}
