"""Events that keep room lists up to date: created, updated and deleted rooms, and memberships.

Events about public rooms go to everybody, those about private rooms to each member's own channel.
"""

from uuid import UUID

from app.channels.announcing import announce
from app.channels.names import ROOMS, channel_of_user
from app.rooms.models import Room
from app.rooms.schemas import MembershipEvent, RoomEvent

FIELDS = ["id", "name", "topic", "private", "created_by", "created_at"]


def audience(room: Room) -> list[str]:
    if not room.private:
        return [ROOMS]
    return [channel_of_user(user_id) for user_id in room.members.values_list("user_id", flat=True)]


def announce_room(event: str, room: Room) -> None:
    data = as_event(room)
    for channel in audience(room):
        announce(channel, event, data)


def announce_membership(event: str, *, room_id: UUID, user_id: UUID) -> None:
    data = MembershipEvent(room_id=room_id, user_id=user_id).model_dump_json()
    announce(channel_of_user(user_id), event, data)


def as_event(room: Room) -> str:
    fields = {name: getattr(room, name) for name in FIELDS}
    return RoomEvent(**fields, member_count=room.members.count()).model_dump_json()
