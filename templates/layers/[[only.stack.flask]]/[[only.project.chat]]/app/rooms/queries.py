from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, exists, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

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


def find_room(session: Session, room_id: UUID, user: User) -> Room:
    """Its current state, if the user can see it."""
    visible = rooms_visible_to(user).where(Room.id == room_id)
    room = session.scalar(visible.execution_options(populate_existing=True))
    if room is None:
        raise NotFound(NOT_FOUND)
    return room


def find_own_room(session: Session, room_id: UUID, user: User) -> Room:
    room = find_room(session, room_id, user)
    if room.created_by != user.id:
        raise Forbidden("Only the room's creator can do this.")
    return room


def lock_room(session: Session, room_id: UUID) -> Room:
    room = session.scalar(
        select(Room).where(Room.id == room_id).with_for_update().execution_options(populate_existing=True)
    )
    if room is None:
        raise NotFound(NOT_FOUND)
    return room


def rooms_created_by(session: Session, user_id: UUID) -> Sequence[Room]:
    return (session.scalars(select(Room).where(Room.created_by == user_id))).all()


def find_joined_rooms(session: Session, user_id: UUID) -> Sequence[Room]:
    joined = select(Room).join(Member, Member.room_id == Room.id).where(Member.user_id == user_id)
    return (session.scalars(joined)).all()


def save_room(session: Session, room: Room) -> None:
    session.add(room)
    try:
        session.flush()
    except IntegrityError:
        raise Conflict("A room with this name already exists.") from None


def delete_room(session: Session, room: Room, *conditions: ColumnElement[bool]) -> bool:
    """Whether it was there."""
    return affected(session, delete(Room).where(Room.id == room.id, *conditions)) > 0


def find_member(session: Session, *, room_id: UUID, user_id: UUID) -> Member | None:
    return session.scalar(select(Member).where(Member.room_id == room_id, Member.user_id == user_id))


def member_ids(session: Session, room: Room) -> Sequence[UUID]:
    return (session.scalars(select(Member.user_id).where(Member.room_id == room.id))).all()


def add_member(session: Session, room: Room, user_id: UUID) -> None:
    """With all earlier messages read."""
    session.add(Member(room_id=room.id, user_id=user_id, read_up_to=room.last_message_id))
    try:
        session.commit()
    except IntegrityError:  # nobody has this id
        raise NotFound(NOT_FOUND) from None


def delete_member(session: Session, room: Room, user_id: UUID) -> bool:
    """Whether they were a member. A private room without members would be invisible, so it is deleted."""
    membership = delete(Member).where(Member.room_id == room.id, Member.user_id == user_id)
    was_member = affected(session, membership) > 0
    if room.private:
        delete_room(session, room, ~exists().where(Member.room_id == room.id))
    session.commit()
    return was_member


def mark_read(session: Session, room: Room, user: User, message_id: UUID) -> None:
    theirs = update(Member).where(Member.room_id == room.id, Member.user_id == user.id)
    session.execute(theirs.values(read_up_to=message_id))
