"""The threads that answer requests run coroutines on the event loop of the server."""

import asyncio
from collections.abc import Coroutine
from contextvars import ContextVar
from typing import Any, TypeVar

Result = TypeVar("Result")

event_loop: ContextVar[asyncio.AbstractEventLoop] = ContextVar("event_loop")


def remember_event_loop() -> None:
    """For the thread that answers this request, which gets a copy of the context."""
    event_loop.set(asyncio.get_running_loop())


def wait_for(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """The result of a coroutine that runs on the event loop, where the channels and their Redis are."""
    return asyncio.run_coroutine_threadsafe(coroutine, event_loop.get()).result()
