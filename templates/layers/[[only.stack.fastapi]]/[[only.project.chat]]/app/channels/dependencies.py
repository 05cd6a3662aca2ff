"""What handlers need of the channels."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.current_user import REFUSED, bearer_token
from app.channels.hub import Hub
from app.channels.signatures import Signer
from app.dependencies import SettingsDep
from app.failures import Unauthenticated
from app.tokens import read_access_token


async def get_hub(request: Request) -> Hub:
    hub: Hub = request.app.state.channels.hub
    return hub


async def get_signer(request: Request) -> Signer:
    signer: Signer = request.app.state.channels.signer
    return signer


async def get_current_sign_in(request: Request, settings: SettingsDep) -> UUID:
    sign_in = read_access_token(bearer_token(request), "sid", secret_key=settings.secret_key)
    if sign_in is None:
        raise Unauthenticated(REFUSED)
    return sign_in


HubDep = Annotated[Hub, Depends(get_hub)]
SignerDep = Annotated[Signer, Depends(get_signer)]
CurrentSignIn = Annotated[UUID, Depends(get_current_sign_in)]


@asynccontextmanager
async def channel_lock(hub: Hub, channel: str, session: AsyncSession) -> AsyncIterator[None]:
    """Wait for the lock without a database connection, so that waiting tasks cannot exhaust the pool."""
    await session.commit()
    async with hub.fanout.lock(channel):
        yield
