"""The engine and its sessions."""

from typing import Any, cast

from sqlalchemy import URL, CursorResult, UpdateBase, event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}

# How many seconds a statement waits for a connection, and then for a lock.
LOCK_TIMEOUT = 4
# The number of connections that stay open. Ten more can be opened temporarily.
POOL_SIZE = 10
# Run at the start of each connection.
STATEMENTS = {
    "sqlite": ["PRAGMA foreign_keys = ON", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL"],
    "postgresql": [f"SET lock_timeout = '{LOCK_TIMEOUT}s'"],
}


class Database:
    def __init__(self, url: str) -> None:
        self.engine = create_engine(url)
        self.sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    async def close(self) -> None:
        await self.engine.dispose()


def create_engine(url: str) -> AsyncEngine:
    """Connect lazily, so that the process starts while the database is down. Tests use SQLite."""
    parsed = make_url(url)
    parsed = parsed.set(drivername=DRIVERS[parsed.drivername])
    create = create_sqlite_engine if parsed.get_backend_name() == "sqlite" else create_server_engine
    engine = create(parsed)
    statements = STATEMENTS[parsed.get_backend_name()]
    event.listen(engine.sync_engine, "connect", lambda connection, _record: prepare(connection, statements))
    return engine


def create_server_engine(url: URL) -> AsyncEngine:
    return create_async_engine(
        url,
        hide_parameters=True,
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        pool_size=POOL_SIZE,
        pool_timeout=LOCK_TIMEOUT,
        # With a pooler such as PgBouncer, prepared statements may be on another connection.
        connect_args={"connect_timeout": 5, "prepare_threshold": None},
    )


def create_sqlite_engine(url: URL) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_size=POOL_SIZE,
        pool_timeout=LOCK_TIMEOUT,
        hide_parameters=True,
        # A write transaction acquires its lock when it begins, and waits for it there.
        connect_args={"isolation_level": "IMMEDIATE", "timeout": LOCK_TIMEOUT},
    )


def prepare(connection: Any, statements: list[str]) -> None:
    cursor = connection.cursor()
    for statement in statements:
        cursor.execute(statement)
    cursor.close()
    connection.commit()


async def affected(session: AsyncSession, statement: UpdateBase) -> int:
    """Execute an UPDATE or DELETE, and return the number of matched rows."""
    return cast(CursorResult[Any], await session.execute(statement)).rowcount
