"""Who can see a room, and who is a member."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from app.accounts.current_user import CurrentUser
from app.dependencies import SessionDep
from app.permissions import Forbidden
from app.rooms.models import Member, Room
from app.rooms.queries import find_member, find_own_room, find_room
from app.schemas import Id


@dataclass(frozen=True)
class RoomAccess:
    """A room as the caller sees it; `member` is None in a public room they have not joined."""

    room: Room
    member: Member | None


async def get_room_access(room_id: Id, user: CurrentUser, session: SessionDep) -> RoomAccess:
    room = await find_room(session, room_id, user)
    return RoomAccess(room, await find_member(session, room_id=room_id, user_id=user.id))


async def get_own_room(room_id: Id, user: CurrentUser, session: SessionDep) -> Room:
    return await find_own_room(session, room_id, user)


async def get_joined_room(access: Annotated[RoomAccess, Depends(get_room_access)]) -> Room:
    if access.member is None:
        raise Forbidden("Only members of the room can do this. Join it first.")
    return access.room


VisibleRoom = Annotated[RoomAccess, Depends(get_room_access)]
OwnRoom = Annotated[Room, Depends(get_own_room)]
JoinedRoom = Annotated[Room, Depends(get_joined_room)]
