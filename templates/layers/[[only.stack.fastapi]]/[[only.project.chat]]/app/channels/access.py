"""Who may subscribe to a channel, and for how long."""

from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.sign_ins import running_among, user_of
from app.channels.frames import PresentUser
from app.channels.names import ROOMS, channel_of_user, room_of
from app.engine import Database
from app.failures import Unavailable
from app.rooms.queries import find_member


async def may_subscribe(database: Database, channel: str, sign_in: UUID, user: PresentUser | None) -> bool:
    """Check again: the user may have signed out or left the room since the signature was created."""
    async with database.sessions() as session:
        user_id = await user_of(session, sign_in)
        if user_id is None or (user is not None and user.user_id != str(user_id)):
            return False
        return await may_listen(session, channel, user_id=user_id)


async def may_listen(session: AsyncSession, channel: str, *, user_id: UUID) -> bool:
    if channel in (ROOMS, channel_of_user(user_id)):
        return True
    room_id = room_of(channel)
    return room_id is not None and await find_member(session, room_id=room_id, user_id=user_id) is not None


async def find_running(database: Database, sign_ins: list[UUID]) -> set[UUID]:
    try:
        async with database.sessions() as session:
            return await running_among(session, sign_ins)
    except (SQLAlchemyError, OSError):
        raise Unavailable("The database is unavailable.") from None
