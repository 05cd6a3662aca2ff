"""Rooms as a user sees them, always in the same number of statements."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.messages.models import Message
from app.rooms.models import Member, Room
from app.rooms.schemas import RoomAnswer


def describe(session: Session, rooms: Sequence[Room], user: User) -> list[RoomAnswer]:
    ids = [room.id for room in rooms]
    member_counts = count_members(session, ids)
    unread_counts = count_unread(session, ids, user)
    return [
        RoomAnswer(
            id=room.id,
            name=room.name,
            topic=room.topic,
            private=room.private,
            created_by=room.created_by,
            member_count=member_counts.get(room.id, 0),
            unread_count=unread_counts.get(room.id),
            created_at=room.created_at,
        )
        for room in rooms
    ]


def count_members(session: Session, room_ids: list[UUID]) -> dict[UUID, int]:
    counts = session.execute(
        select(Member.room_id, func.count()).where(Member.room_id.in_(room_ids)).group_by(Member.room_id)
    )
    return dict(counts.all())


def count_unread(session: Session, room_ids: list[UUID], user: User) -> dict[UUID, int]:
    """Only of the rooms that the user is a member of."""
    unread = and_(
        Message.room_id == Member.room_id, Message.id > Member.read_up_to, Message.author_id != user.id
    )
    counts = session.execute(
        select(Member.room_id, func.count(Message.id))
        .outerjoin(Message, unread)
        .where(Member.user_id == user.id, Member.room_id.in_(room_ids))
        .group_by(Member.room_id)
    )
    return dict(counts.all())
