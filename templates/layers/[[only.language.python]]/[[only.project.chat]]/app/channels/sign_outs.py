"""Signing out ends the subscriptions of that session."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import UUID

from app.channels.hub import Hub
from app.failures import Unavailable

logger = logging.getLogger("app.channels")

SECONDS_BETWEEN_LOOKS = 10
MOST_AT_ONCE = 1000

FindRunning = Callable[[list[UUID]], Awaitable[set[UUID]]]
"""Those of the given sessions that have not ended. Unavailable if the database does not answer."""


@asynccontextmanager
async def following_sign_outs(hub: Hub, find_running: FindRunning) -> AsyncIterator[None]:
    task = asyncio.create_task(follow(hub, find_running))
    try:
        yield
    finally:
        task.cancel()


async def follow(hub: Hub, find_running: FindRunning) -> None:
    while True:
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
        try:
            hub.connections.sign_out(await ended(list(hub.connections.sign_ins()), find_running))
        except Unavailable:
            logger.warning("The database is unavailable, so nobody is signed out.")
        except Exception:
            logger.exception("Nobody is signed out because of an unexpected error.")


async def ended(sign_ins: list[UUID], find_running: FindRunning) -> set[UUID]:
    running: set[UUID] = set()
    for start in range(0, len(sign_ins), MOST_AT_ONCE):
        running |= await find_running(sign_ins[start : start + MOST_AT_ONCE])
    return set(sign_ins) - running
