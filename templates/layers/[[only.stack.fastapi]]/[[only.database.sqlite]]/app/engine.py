"""The engine and its sessions."""

from typing import Any, cast

from sqlalchemy import CursorResult, UpdateBase, event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

# How many seconds a statement waits for a connection, and then for a lock.
LOCK_TIMEOUT = 4
# The number of connections that stay open. Ten more can be opened temporarily.
POOL_SIZE = 10
# Run at the start of each connection.
STATEMENTS = ["PRAGMA foreign_keys = ON", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL"]


class Database:
    def __init__(self, url: str) -> None:
        self.engine = create_engine(url)
        self.sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    async def close(self) -> None:
        await self.engine.dispose()


def create_engine(url: str) -> AsyncEngine:
    engine = create_async_engine(
        make_url(url).set(drivername="sqlite+aiosqlite"),
        pool_size=POOL_SIZE,
        pool_timeout=LOCK_TIMEOUT,
        hide_parameters=True,
        # A write transaction acquires its lock when it begins, and waits for it there.
        connect_args={"isolation_level": "IMMEDIATE", "timeout": LOCK_TIMEOUT},
    )
    event.listen(engine.sync_engine, "connect", lambda connection, _record: prepare(connection))
    return engine


def prepare(connection: Any) -> None:
    cursor = connection.cursor()
    for statement in STATEMENTS:
        cursor.execute(statement)
    cursor.close()
    connection.commit()


async def affected(session: AsyncSession, statement: UpdateBase) -> int:
    """Execute an UPDATE or DELETE, and return the number of matched rows."""
    return cast(CursorResult[Any], await session.execute(statement)).rowcount
