"""The engine and its sessions."""

from typing import Any, cast

from sqlalchemy import CursorResult, UpdateBase, event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from app.drivers import connection_options, prepare


class Database:
    def __init__(self, url: str) -> None:
        self.engine = create_engine(url)
        self.sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    async def close(self) -> None:
        await self.engine.dispose()


def create_engine(url: str) -> AsyncEngine:
    """Connect lazily, so that the process starts while the database is down."""
    address, options = connection_options(url)
    engine = create_async_engine(address, **options)
    backend = address.get_backend_name()
    event.listen(engine.sync_engine, "connect", lambda connection, _record: prepare(connection, backend))
    return engine


async def affected(session: AsyncSession, statement: UpdateBase) -> int:
    """Execute an UPDATE or DELETE, and return the number of matched rows."""
    return cast(CursorResult[Any], await session.execute(statement)).rowcount
