"""Who may subscribe to a channel."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.current_user import REFUSED, bearer_token
from app.accounts.models import SignIn
from app.channels.frames import Visitor
from app.channels.names import ROOMS, channel_of_user, room_of
from app.database import Database
from app.failures import Unauthenticated
from app.rooms.access import find_member
from app.tokens import read_access_token


async def get_current_sign_in(request: Request) -> UUID:
    secret_key = request.app.state.settings.secret_key
    sign_in = read_access_token(bearer_token(request), secret_key=secret_key, claim="sid")
    if sign_in is None:
        raise Unauthenticated(REFUSED)
    return sign_in


CurrentSignIn = Annotated[UUID, Depends(get_current_sign_in)]


async def may_enter(database: Database, channel: str, sign_in: UUID, visitor: Visitor | None) -> bool:
    """Check again: the user may have signed out or left the room since the signature was created."""
    async with database.sessions() as session:
        user_id = await session.scalar(select(SignIn.user_id).where(SignIn.id == sign_in))
        if user_id is None or (visitor is not None and visitor.user_id != str(user_id)):
            return False
        return await may_listen(session, channel, user_id=user_id)


async def may_listen(session: AsyncSession, channel: str, *, user_id: UUID) -> bool:
    if channel in (ROOMS, channel_of_user(user_id)):
        return True
    room_id = room_of(channel)
    return room_id is not None and await find_member(session, room_id=room_id, user_id=user_id) is not None
