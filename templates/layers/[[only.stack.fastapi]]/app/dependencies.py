"""What handlers declare in their signatures."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.engine import Database
from app.hashing import Hashing
from app.rate_limits import RateLimits, network_of
from app.settings import Settings


async def get_settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


async def get_database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


async def get_rate_limits(request: Request) -> RateLimits:
    limits: RateLimits = request.app.state.rate_limits
    return limits


async def get_hashing(request: Request) -> Hashing:
    hashing: Hashing = request.app.state.hashing
    return hashing


async def get_client_network(request: Request) -> str:
    return network_of(request.client.host if request.client else "unknown")


SettingsDep = Annotated[Settings, Depends(get_settings)]
DatabaseDep = Annotated[Database, Depends(get_database)]
RateLimitsDep = Annotated[RateLimits, Depends(get_rate_limits)]
HashingDep = Annotated[Hashing, Depends(get_hashing)]
ClientNetwork = Annotated[str, Depends(get_client_network)]


async def open_session(database: DatabaseDep) -> AsyncIterator[AsyncSession]:
    async with database.sessions() as session:
        yield session
        await session.commit()


# "function": the transaction commits before the response is sent, so a client that got 201 can read its row.
SessionDep = Annotated[AsyncSession, Depends(open_session, scope="function")]
