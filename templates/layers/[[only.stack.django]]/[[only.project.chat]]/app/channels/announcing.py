"""What views need of the channels, which live on the event loop."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from app.channels.server import Channels
from app.event_loop import wait_for

current_channels: ContextVar[Channels] = ContextVar("current_channels")


def announce(channel: str, event: str, data: str) -> None:
    """Like `expel` and `close`, it needs the lock of the channel."""
    wait_for(current_channels.get().hub.announce(channel, event, data))


def expel(channel: str, user_id: str) -> None:
    wait_for(current_channels.get().hub.expel(channel, user_id))


def close(channel: str) -> None:
    wait_for(current_channels.get().hub.close(channel))


@contextmanager
def channel_lock(channel: str) -> Iterator[None]:
    """Not within a transaction, which would keep its own locks while this waits."""
    lock = current_channels.get().hub.fanout.lock(channel)
    wait_for(lock.__aenter__())
    try:
        yield
    finally:
        wait_for(lock.__aexit__(None, None, None))
