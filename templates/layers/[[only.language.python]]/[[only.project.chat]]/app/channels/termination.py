"""When uvicorn stops, it closes WebSockets with 1012. Pusher's clients reconnect immediately after 4200."""

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def before_termination(act: Callable[[], None]) -> Iterator[None]:
    """Call `act` on SIGTERM or SIGINT, before the server closes its connections."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    servers_own = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def handle(number: int, stack: Any) -> None:
        loop.call_soon_threadsafe(act)
        servers_handler = servers_own[signal.Signals(number)]
        if callable(servers_handler):
            servers_handler(number, stack)

    for number in servers_own:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number, handler in servers_own.items():
            signal.signal(number, handler)
