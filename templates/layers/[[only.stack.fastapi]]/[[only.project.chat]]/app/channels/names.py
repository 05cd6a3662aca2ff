"""Channels: one for each room."""

from uuid import UUID

PREFIX = "presence-room-"


def channel_of(room_id: UUID) -> str:
    return f"{PREFIX}{room_id}"


def room_of(channel: str) -> UUID | None:
    """The room whose channel this is, or None when no room could have it."""
    try:
        room_id = UUID(channel.removeprefix(PREFIX))
    except ValueError:
        return None
    return room_id if channel == channel_of(room_id) else None
