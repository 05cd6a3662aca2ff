"""Who can see a room, and who is a member."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlalchemy import bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.current_user import CurrentUser
from app.accounts.models import User
from app.database import SessionDep
from app.errors import NOT_FOUND
from app.failures import Forbidden, NotFound
from app.rooms.models import Member, Room
from app.schemas import Id


@dataclass(frozen=True)
class Visit:
    """A room as the caller sees it; `member` is None in a public room they have not joined."""

    room: Room
    member: Member | None


IS_MEMBER = exists().where(Member.room_id == Room.id, Member.user_id == bindparam("user_id"))
VISIBLE_ROOMS = select(Room).where(or_(Room.private.is_(False), IS_MEMBER))
VISIBLE_ROOM = VISIBLE_ROOMS.where(Room.id == bindparam("room_id"))


async def find_member(session: AsyncSession, *, room_id: UUID, user_id: UUID) -> Member | None:
    return await session.scalar(select(Member).where(Member.room_id == room_id, Member.user_id == user_id))


async def find_visible_room(session: AsyncSession, room_id: UUID, user: User) -> Room:
    values = {"room_id": room_id, "user_id": user.id}
    room = await session.scalar(VISIBLE_ROOM.execution_options(populate_existing=True), values)
    if room is None:
        raise NotFound(NOT_FOUND)
    return room


async def find_own_room(session: AsyncSession, room_id: UUID, user: User) -> Room:
    room = await find_visible_room(session, room_id, user)
    if room.created_by != user.id:
        raise Forbidden("Only the room's creator can do this.")
    return room


async def get_visit(room_id: Id, user: CurrentUser, session: SessionDep) -> Visit:
    room = await find_visible_room(session, room_id, user)
    return Visit(room, await find_member(session, room_id=room_id, user_id=user.id))


async def get_own_room(room_id: Id, user: CurrentUser, session: SessionDep) -> Room:
    return await find_own_room(session, room_id, user)


async def get_joined_room(visit: Annotated[Visit, Depends(get_visit)]) -> Room:
    if visit.member is None:
        raise Forbidden("Only members of the room can do this. Join it first.")
    return visit.room


VisibleRoom = Annotated[Visit, Depends(get_visit)]
OwnRoom = Annotated[Room, Depends(get_own_room)]
JoinedRoom = Annotated[Room, Depends(get_joined_room)]
