from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from app.accounts.models import User
from app.database import delete_locked
from app.failures import Conflict, NotFound
from app.permissions import Forbidden
from app.problems import NOT_FOUND
from app.rooms.models import Member, Room


def visible_to(user: User) -> QuerySet[Room]:
    is_member = Exists(Member.objects.filter(room=OuterRef("pk"), user=user))
    return Room.objects.filter(Q(private=False) | Q(is_member))


def find_room(room_id: UUID, user: User) -> Room:
    room = visible_to(user).filter(id=room_id).first()
    if room is None:
        raise NotFound(NOT_FOUND)
    return room


def find_own_room(room_id: UUID, user: User) -> Room:
    room = find_room(room_id, user)
    if room.created_by != user.id:
        raise Forbidden("Only the room's creator can do this.")
    return room


def find_joined_room(room_id: UUID, user: User) -> Room:
    room = find_room(room_id, user)
    if not is_member(room, user.id):
        raise Forbidden("Only members of the room can do this. Join it first.")
    return room


def is_member(room: Room, user_id: UUID) -> bool:
    return room.members.filter(user=user_id).exists()


def save(room: Room, *, only: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            room.save(update_fields=only)
    except IntegrityError:
        raise Conflict("A room with this name already exists.") from None


@transaction.atomic
def add_room(creator: User, values: dict[str, Any]) -> Room:
    """A room with its creator as its first member."""
    room = Room(creator=creator, **values)
    save(room)
    add_member(room, creator.id)
    return room


def change_room(room: Room, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(room, name, value)
    save(room, only=["name", "name_key", "topic"])


def delete_room(room: Room) -> bool:
    """Whether it was there."""
    return delete_locked(Room.objects.filter(id=room.id)) > 0


def add_member(room: Room, user_id: UUID) -> None:
    """With all earlier messages read."""
    try:
        with transaction.atomic():
            room.members.create(user_id=user_id, read_up_to=room.last_message_id)
    except IntegrityError:  # nobody has this id
        raise NotFound(NOT_FOUND) from None


@transaction.atomic
def delete_member(room: Room, user_id: UUID) -> bool:
    """Whether they were a member. A private room without members would be invisible, so it is deleted."""
    deleted, _ = room.members.filter(user=user_id).delete()
    if room.private and not room.members.exists():
        delete_room(room)
    return deleted > 0


def mark_read(room: Room, user: User, message_id: UUID) -> None:
    room.members.filter(user=user).update(read_up_to=message_id)
