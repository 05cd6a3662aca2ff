"""What changes rooms and memberships, and announces it to those who listen."""

from typing import Any
from uuid import UUID

from app.accounts.models import User
from app.channels.announcing import announce, channel_lock, close, expel
from app.channels.names import channel_of
from app.rooms import queries
from app.rooms.events import announce_membership, announce_room, as_event, audience
from app.rooms.models import Room
from app.rooms.overview import describe
from app.rooms.schemas import RoomAnswer


def create_room(creator: User, values: dict[str, Any]) -> RoomAnswer:
    room = queries.add_room(creator, values)
    announce_room("room.created", room)
    announce_membership("membership.created", room_id=room.id, user_id=creator.id)
    return describe(room, creator)


def change_room(room_id: UUID, user: User, values: dict[str, Any]) -> RoomAnswer:
    with channel_lock(channel_of(room_id)):
        # It may have been changed or deleted while this waited for the lock.
        room = queries.find_own_room(room_id, user)
        queries.change_room(room, values)
        announce_room("room.updated", room)
        return describe(room, user)


def remove_room(room: Room) -> None:
    """Of two concurrent deletions, only the one that deleted the row announces it."""
    with channel_lock(channel_of(room.id)):
        channels, data = audience(room), as_event(room)
        if queries.delete_room(room):
            close(channel_of(room.id))
            for channel in channels:
                announce(channel, "room.deleted", data)


def admit(room_id: UUID, *, user_id: UUID, by: User) -> None:
    """Make the user a member. Does nothing if they are one already."""
    with channel_lock(channel_of(room_id)):
        # Look again: the room or the caller's membership may have been removed while this waited.
        room = queries.find_room(room_id, by)
        if not queries.is_member(room, user_id):
            queries.add_member(room, user_id)
            announce_membership("membership.created", room_id=room.id, user_id=user_id)


def dismiss(room: Room, *, user_id: UUID) -> None:
    channel = channel_of(room.id)
    with channel_lock(channel):
        was_member = queries.delete_member(room, user_id)
        expel(channel, str(user_id))
        if was_member:
            announce_membership("membership.deleted", room_id=room.id, user_id=user_id)
