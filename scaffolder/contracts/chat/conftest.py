import contextlib
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from scaffolder.contracts.client import Client

pytest.register_assert_rewrite("scaffolder.contracts.chat.pusher", "scaffolder.contracts.chat.conversation")

from scaffolder.contracts.chat.asyncapi import Events, events
from scaffolder.contracts.chat.conversation import channel_of
from scaffolder.contracts.chat.pusher import Pusher
from scaffolder.contracts.document import Document
from scaffolder.contracts.servers import Launch

Connect = Callable[..., Pusher]
Listen = Callable[..., Pusher]


@pytest.fixture
def key(api: Client) -> str:
    found: str = api.get("/broadcasting/config", expect=200).json()["key"]
    return found


@pytest.fixture(scope="session")
def allowed(launch: Launch) -> Events:
    """The events of the project, or of the contract with --url."""
    return events(Path(launch.contract).parent) if launch.contract else events()


@pytest.fixture
def dial(urls: list[str], key: str, allowed: Events) -> Iterator[Connect]:
    """Open a WebSocket without reading from it: `dial(url=..., key=..., protocol=..., options=...)`."""
    turns = itertools.cycle(urls)
    with contextlib.ExitStack() as stack:

        def start(*, url: str | None = None, key: str = key, **values: Any) -> Pusher:
            pusher = Pusher(url or next(turns), key=key, allowed=allowed, **values)
            stack.callback(pusher.close)
            return pusher

        yield start


@pytest.fixture
def connect(dial: Connect) -> Connect:
    """Open a connection and wait until it is established."""

    def start(**values: Any) -> Pusher:
        return dial(**values).greet()

    return start


class Unsubscribed:
    """A connection that responds to pings but has no subscriptions."""

    def __init__(self, url: str, key: str) -> None:
        self._dialed = time.monotonic()
        self._pusher = Pusher(url, key=key).greet()
        self._closed = 0.0
        self._waiting = threading.Thread(target=self._wait, daemon=True)
        self._waiting.start()

    def _wait(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            while True:
                self._pusher.socket.recv()
        self._closed = time.monotonic()

    def closed(self) -> tuple[int | None, float]:
        """Wait until it is closed; return the close code and the seconds since it was opened."""
        self._waiting.join(120)
        closed = self._pusher.socket.protocol.close_rcvd
        return closed.code if closed else None, self._closed - self._dialed

    def close(self) -> None:
        self._pusher.close()


@pytest.fixture(scope="session", autouse=True)
def unsubscribed(urls: list[str], http: httpx.Client, contract: Document) -> Iterator[Unsubscribed]:
    """Opened with the first test, so that the minute passes while other tests run."""
    api = Client(http, document=contract, urls=urls[:1], prefix=contract.prefix)
    key = api.get("/broadcasting/config", expect=200).json()["key"]
    with contextlib.closing(Unsubscribed(urls[0], key)) as connection:
        yield connection


@pytest.fixture
def listen(connect: Connect) -> Listen:
    """Open a connection and subscribe to a room: `listen(alice, room)`."""

    def start(user: Client, room: dict[str, Any], **values: Any) -> Pusher:
        pusher = connect(**values)
        pusher.subscribe(user, channel_of(room))
        return pusher

    return start
