"""Whether the database answers in time."""

import time
from collections.abc import Callable
from queue import Empty, Queue
from threading import Lock, Thread

SECONDS = 3

asking = Lock()


def answers_in_time(ask: Callable[[], bool]) -> bool:
    """What `ask` returns, or False after three seconds. While one question hangs, no other one is asked."""
    deadline = time.monotonic() + SECONDS
    if not asking.acquire(timeout=SECONDS):
        return False
    answers: Queue[bool] = Queue()

    def run() -> None:
        try:
            answers.put(ask())
        finally:
            asking.release()

    # A driver cannot be interrupted: nobody waits for this thread, not even a server that stops.
    Thread(target=run, daemon=True).start()
    try:
        return answers.get(timeout=max(0, deadline - time.monotonic()))
    except Empty:
        return False
