"""Events that keep room lists up to date: created, updated and deleted rooms, and memberships.

Events about public rooms go to everybody, those about private rooms to each member's own channel.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from app.channels.announcing import announce
from app.channels.names import ROOMS, channel_of_user
from app.rooms.models import Room
from app.rooms.overview import count_members
from app.rooms.queries import member_ids
from app.rooms.schemas import MembershipEvent, RoomEvent


def audience(session: Session, room: Room) -> list[str]:
    if not room.private:
        return [ROOMS]
    return [channel_of_user(user_id) for user_id in member_ids(session, room)]


def announce_room(session: Session, event: str, room: Room) -> None:
    """Announce the current state of the room. Commit first, so that receivers can fetch it."""
    channels, data = audience(session, room), as_event(session, room)
    session.commit()
    for channel in channels:
        announce(channel, event, data)


def announce_membership(event: str, *, room_id: UUID, user_id: UUID) -> None:
    data = MembershipEvent(room_id=room_id, user_id=user_id).model_dump_json()
    announce(channel_of_user(user_id), event, data)


def as_event(session: Session, room: Room) -> str:
    counts = count_members(session, [room.id])
    shown = RoomEvent(
        id=room.id,
        name=room.name,
        topic=room.topic,
        private=room.private,
        created_by=room.created_by,
        member_count=counts.get(room.id, 0),
        created_at=room.created_at,
    )
    return shown.model_dump_json()
