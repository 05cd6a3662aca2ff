"""What handlers need of the channels, which live on the event loop."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app
from sqlalchemy.orm import Session

from app.channels.server import Channels
from app.event_loop import wait_for


def get_channels() -> Channels:
    channels: Channels = current_app.extensions["channels"]
    return channels


def announce(channel: str, event: str, data: str) -> None:
    """Like `expel` and `close`, it needs the lock of the channel."""
    wait_for(get_channels().hub.announce(channel, event, data))


def expel(channel: str, user_id: str) -> None:
    wait_for(get_channels().hub.expel(channel, user_id))


def close(channel: str) -> None:
    wait_for(get_channels().hub.close(channel))


@contextmanager
def channel_lock(channel: str, session: Session) -> Iterator[None]:
    """Wait for the lock without a database connection, so that waiting threads cannot exhaust the pool."""
    session.commit()
    lock = get_channels().hub.fanout.lock(channel)
    wait_for(lock.__aenter__())
    try:
        yield
    finally:
        wait_for(lock.__aexit__(None, None, None))
