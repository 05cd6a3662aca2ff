"""Signing out ends the subscriptions of that session."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from app.accounts.sign_ins import running_among
from app.channels.hub import Hub
from app.engine import Database

logger = logging.getLogger("app.channels")

SECONDS_BETWEEN_LOOKS = 10
MOST_AT_ONCE = 1000


@asynccontextmanager
async def following_sign_outs(hub: Hub, database: Database) -> AsyncIterator[None]:
    task = asyncio.create_task(follow(hub, database))
    try:
        yield
    finally:
        task.cancel()


async def follow(hub: Hub, database: Database) -> None:
    while True:
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
        try:
            hub.connections.sign_out(await ended(database, list(hub.connections.sign_ins())))
        except (SQLAlchemyError, OSError):
            logger.warning("The database is unavailable, so nobody is signed out.")
        except Exception:
            logger.exception("Nobody is signed out because of an unexpected error.")


async def ended(database: Database, sign_ins: list[UUID]) -> set[UUID]:
    running: set[UUID] = set()
    async with database.sessions() as session:
        for start in range(0, len(sign_ins), MOST_AT_ONCE):
            running |= await running_among(session, sign_ins[start : start + MOST_AT_ONCE])
    return set(sign_ins) - running
