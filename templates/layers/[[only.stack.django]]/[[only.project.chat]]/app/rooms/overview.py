"""Rooms as a user sees them, always in one statement."""

from django.db.models import Func, IntegerField, OuterRef, QuerySet, Subquery

from app.accounts.models import User
from app.failures import NotFound
from app.messages.models import Message
from app.problems import NOT_FOUND
from app.rooms.models import Member, Room
from app.rooms.schemas import RoomAnswer


def described(rooms: QuerySet[Room], user: User) -> QuerySet[Room]:
    """With `member_count`, and `unread_count` in the rooms that the user is a member of."""
    members = Member.objects.filter(room=OuterRef("pk"))
    messages = Message.objects.filter(room=OuterRef("room"), id__gt=OuterRef("read_up_to"))
    unread = members.filter(user=user).values(count=count_of(messages.exclude(author=user)))
    return rooms.annotate(
        member_count=count_of(members), unread_count=Subquery(unread, output_field=IntegerField())
    )


def count_of(rows: QuerySet[Member] | QuerySet[Message]) -> Subquery:
    """Unlike Django's Count, without GROUP BY: 0 if there is none."""
    return Subquery(rows.values(count=Func("pk", function="COUNT")), output_field=IntegerField())


def describe(room: Room, user: User) -> RoomAnswer:
    found = described(Room.objects.filter(id=room.id), user).first()
    if found is None:
        raise NotFound(NOT_FOUND)
    return RoomAnswer.model_validate(found)
