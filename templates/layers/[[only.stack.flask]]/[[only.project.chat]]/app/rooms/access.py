"""The room of a request, if the caller may see it."""

from dataclasses import dataclass

from app.accounts.current_user import get_current_user
from app.permissions import Forbidden
from app.rooms import queries
from app.rooms.models import Member, Room
from app.session import get_session
from app.validation import id_of


@dataclass(frozen=True)
class RoomAccess:
    """A room as the caller sees it; `member` is None in a public room they have not joined."""

    room: Room
    member: Member | None


def find_access(room_id: str) -> RoomAccess:
    session, user = get_session(), get_current_user()
    room = queries.find_room(session, id_of(room_id), user)
    return RoomAccess(room, queries.find_member(session, room_id=room.id, user_id=user.id))


def find_own_room(room_id: str) -> Room:
    return queries.find_own_room(get_session(), id_of(room_id), get_current_user())


def find_joined_room(room_id: str) -> Room:
    access = find_access(room_id)
    if access.member is None:
        raise Forbidden("Only members of the room can do this. Join it first.")
    return access.room
