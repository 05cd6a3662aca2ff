"""Channels: one for each room, one for each user, and one for public rooms."""

from uuid import UUID

PREFIX = "presence-room-"
ROOMS = "private-rooms"


def channel_of(room_id: UUID) -> str:
    return f"{PREFIX}{room_id}"


def channel_of_user(user_id: UUID) -> str:
    return f"private-user-{user_id}"


def room_of(channel: str) -> UUID | None:
    """The id of the channel's room, or None if it is not a valid room channel."""
    try:
        room_id = UUID(channel.removeprefix(PREFIX))
    except ValueError:
        return None
    return room_id if channel == channel_of(room_id) else None
