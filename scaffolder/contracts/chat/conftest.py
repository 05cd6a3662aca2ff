import contextlib
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from scaffolder.contracts.client import Client

pytest.register_assert_rewrite("scaffolder.contracts.chat.pusher", "scaffolder.contracts.chat.conversation")

from scaffolder.contracts.chat.conversation import channel_of
from scaffolder.contracts.chat.pusher import Pusher

Connect = Callable[..., Pusher]
Listen = Callable[..., Pusher]


@pytest.fixture
def key(api: Client) -> str:
    found: str = api.get("/broadcasting/config", expect=200).json()["key"]
    return found


@pytest.fixture
def dial(urls: list[str], key: str) -> Iterator[Connect]:
    """Open a WebSocket and read nothing of it yet: `dial(url=..., key=..., protocol=..., options=...)`."""
    turns = itertools.cycle(urls)
    with contextlib.ExitStack() as stack:

        def start(*, url: str | None = None, key: str = key, **values: Any) -> Pusher:
            pusher = Pusher(url or next(turns), key=key, **values)
            stack.callback(pusher.close)
            return pusher

        yield start


@pytest.fixture
def connect(dial: Connect) -> Connect:
    """Open a connection that has been greeted."""

    def start(**values: Any) -> Pusher:
        return dial(**values).greet()

    return start


@pytest.fixture
def listen(connect: Connect) -> Listen:
    """Open a connection that is subscribed to a room: `listen(alice, room)`."""

    def start(user: Client, room: dict[str, Any], **values: Any) -> Pusher:
        pusher = connect(**values)
        pusher.subscribe(user, channel_of(room))
        return pusher

    return start
