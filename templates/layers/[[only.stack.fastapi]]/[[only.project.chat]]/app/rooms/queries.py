from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, exists, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.engine import affected
from app.failures import Conflict, NotFound
from app.permissions import Forbidden
from app.problems import NOT_FOUND
from app.rooms.models import Member, Room


def rooms_visible_to(user: User) -> Select[Room]:
    is_member = exists().where(Member.room_id == Room.id, Member.user_id == user.id)
    return select(Room).where(or_(Room.private.is_(False), is_member))


def rooms_joined_by(user: User) -> Select[UUID]:
    return select(Member.room_id).where(Member.user_id == user.id)


def members_of(room: Room) -> Select[Member]:
    return select(Member).where(Member.room_id == room.id)


async def find_room(session: AsyncSession, room_id: UUID, user: User) -> Room:
    """Its current state, if the user can see it."""
    visible = rooms_visible_to(user).where(Room.id == room_id)
    room = await session.scalar(visible.execution_options(populate_existing=True))
    if room is None:
        raise NotFound(NOT_FOUND)
    return room


async def find_own_room(session: AsyncSession, room_id: UUID, user: User) -> Room:
    room = await find_room(session, room_id, user)
    if room.created_by != user.id:
        raise Forbidden("Only the room's creator can do this.")
    return room


async def lock_room(session: AsyncSession, room_id: UUID) -> Room:
    room = await session.scalar(
        select(Room).where(Room.id == room_id).with_for_update().execution_options(populate_existing=True)
    )
    if room is None:
        raise NotFound(NOT_FOUND)
    return room


async def rooms_created_by(session: AsyncSession, user_id: UUID) -> Sequence[Room]:
    return (await session.scalars(select(Room).where(Room.created_by == user_id))).all()


async def find_joined_rooms(session: AsyncSession, user_id: UUID) -> Sequence[Room]:
    joined = select(Room).join(Member, Member.room_id == Room.id).where(Member.user_id == user_id)
    return (await session.scalars(joined)).all()


async def save_room(session: AsyncSession, room: Room) -> None:
    session.add(room)
    try:
        await session.flush()
    except IntegrityError:
        raise Conflict("A room with this name already exists.") from None


async def delete_room(session: AsyncSession, room: Room, *conditions: ColumnElement[bool]) -> bool:
    """Whether it was there."""
    return await affected(session, delete(Room).where(Room.id == room.id, *conditions)) > 0


async def find_member(session: AsyncSession, *, room_id: UUID, user_id: UUID) -> Member | None:
    return await session.scalar(select(Member).where(Member.room_id == room_id, Member.user_id == user_id))


async def member_ids(session: AsyncSession, room: Room) -> Sequence[UUID]:
    return (await session.scalars(select(Member.user_id).where(Member.room_id == room.id))).all()


async def add_member(session: AsyncSession, room: Room, user_id: UUID) -> None:
    """With all earlier messages read."""
    session.add(Member(room_id=room.id, user_id=user_id, read_up_to=room.last_message_id))
    try:
        await session.commit()
    except IntegrityError:  # nobody has this id
        raise NotFound(NOT_FOUND) from None


async def delete_member(session: AsyncSession, room: Room, user_id: UUID) -> bool:
    """Whether they were a member. A private room without members would be invisible, so it is deleted."""
    membership = delete(Member).where(Member.room_id == room.id, Member.user_id == user_id)
    was_member = await affected(session, membership) > 0
    if room.private:
        await delete_room(session, room, ~exists().where(Member.room_id == room.id))
    await session.commit()
    return was_member


async def mark_read(session: AsyncSession, room: Room, user: User, message_id: UUID) -> None:
    theirs = update(Member).where(Member.room_id == room.id, Member.user_id == user.id)
    await session.execute(theirs.values(read_up_to=message_id))
