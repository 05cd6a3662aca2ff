"""The engine and its sessions."""

from typing import Any, cast

from sqlalchemy import CursorResult, UpdateBase, event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from app.tls import tls_of

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "mysql": "mysql+asyncmy",
    "mariadb": "mysql+asyncmy",
}

# How many seconds a statement waits for a connection, and then for a lock.
PATIENCE = 4
# The number of connections that stay open. Ten more can be opened temporarily.
POOL_SIZE = 10
# Runs at the start of each connection.
PREPARED = {
    "sqlite": ["PRAGMA foreign_keys = ON", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL"],
    "postgresql": [f"SET lock_timeout = '{PATIENCE}s'"],
    "mysql": [f"SET lock_wait_timeout = {PATIENCE}, innodb_lock_wait_timeout = {PATIENCE}"],
}


class Database:
    def __init__(self, url: str) -> None:
        self.engine = create_engine(url)
        self.sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    async def close(self) -> None:
        await self.engine.dispose()


def create_engine(url: str) -> AsyncEngine:
    """Connect lazily, so that the process starts while the database is down."""
    parsed = make_url(url)
    parsed, tls = tls_of(parsed.set(drivername=DRIVERS[parsed.drivername]))
    if parsed.drivername.startswith("sqlite"):
        engine = create_async_engine(
            parsed,
            pool_size=POOL_SIZE,
            pool_timeout=PATIENCE,
            # The session ends its own transaction. Ending it again would cost another thread switch.
            pool_reset_on_return=None,
            hide_parameters=True,
            # A write transaction acquires its lock when it begins, and waits for it there.
            connect_args={"isolation_level": "IMMEDIATE", "timeout": PATIENCE},
        )
    else:
        if parsed.drivername.startswith("postgresql"):
            # With a pooler such as PgBouncer, prepared statements may be on another connection.
            tls["prepare_threshold"] = None
        engine = create_async_engine(
            parsed,
            hide_parameters=True,
            isolation_level="READ COMMITTED",
            pool_pre_ping=True,
            pool_size=POOL_SIZE,
            pool_timeout=PATIENCE,
            connect_args={"connect_timeout": 5} | tls,
        )
    statements = PREPARED[parsed.get_backend_name()]
    event.listen(engine.sync_engine, "connect", lambda connection, _record: prepare(connection, statements))
    return engine


def prepare(connection: Any, statements: list[str]) -> None:
    cursor = connection.cursor()
    for statement in statements:
        cursor.execute(statement)
    cursor.close()
    connection.commit()


async def affected(session: AsyncSession, statement: UpdateBase) -> int:
    """Execute an UPDATE or DELETE, and return the number of matched rows."""
    return cast(CursorResult[Any], await session.execute(statement)).rowcount
