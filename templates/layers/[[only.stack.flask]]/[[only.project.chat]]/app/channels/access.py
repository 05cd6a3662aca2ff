"""Who may subscribe to a channel, and for how long."""

import asyncio
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.accounts.sign_ins import running_among, user_of
from app.channels.frames import PresentUser
from app.channels.names import ROOMS, channel_of_user, room_of
from app.engine import Database
from app.failures import Unavailable
from app.rooms.queries import find_member


def may_subscribe(database: Database, channel: str, sign_in: UUID, user: PresentUser | None) -> bool:
    """Check again: the user may have signed out or left the room since the signature was created."""
    with database.sessions() as session:
        user_id = user_of(session, sign_in)
        if user_id is None or (user is not None and user.user_id != str(user_id)):
            return False
        return may_listen(session, channel, user_id=user_id)


def may_listen(session: Session, channel: str, *, user_id: UUID) -> bool:
    if channel in (ROOMS, channel_of_user(user_id)):
        return True
    room_id = room_of(channel)
    return room_id is not None and find_member(session, room_id=room_id, user_id=user_id) is not None


def find_running(database: Database, sign_ins: list[UUID]) -> set[UUID]:
    try:
        with database.sessions() as session:
            return running_among(session, sign_ins)
    except (SQLAlchemyError, OSError):
        raise Unavailable("The database is unavailable.") from None


class Questions:
    """What the event loop asks the database, in threads of their own."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def may_subscribe(self, channel: str, sign_in: UUID, user: PresentUser | None) -> bool:
        return await asyncio.to_thread(may_subscribe, self.database, channel, sign_in, user)

    async def find_running(self, sign_ins: list[UUID]) -> set[UUID]:
        return await asyncio.to_thread(find_running, self.database, sign_ins)
