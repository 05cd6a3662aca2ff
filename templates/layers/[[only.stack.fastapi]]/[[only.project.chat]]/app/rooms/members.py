from uuid import UUID

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.current_user import CurrentUser, get_current_user
from app.accounts.models import User
from app.channels.dependencies import HubDep, channel_lock
from app.channels.hub import Hub
from app.channels.names import channel_of
from app.cursors import Page
from app.dependencies import SessionDep
from app.pagination import PagerDep
from app.permissions import Forbidden
from app.rooms import queries
from app.rooms.access import VisibleRoom
from app.rooms.events import announce_membership
from app.rooms.models import Member, Room
from app.rooms.schemas import MemberAnswer
from app.routing import Router
from app.schemas import Id
from app.sorting import Sort

router = Router(prefix="/api/v1/rooms/{room_id}/members", dependencies=[Depends(get_current_user)])

IN_ORDER_OF_JOINING = Sort(Member.id, UUID)


@router.get("")
async def list_members(access: VisibleRoom, session: SessionDep, pager: PagerDep) -> Page[MemberAnswer]:
    members, cursor = await pager.fetch(session, queries.members_of(access.room), IN_ORDER_OF_JOINING)
    items = [
        MemberAnswer(id=member.user_id, name=member.user.name, joined_at=member.joined_at)
        for member in members
    ]
    return Page(items=items, next_cursor=cursor)


@router.put("/{user_id}", status_code=204)
async def add_member(
    user_id: Id, access: VisibleRoom, user: CurrentUser, session: SessionDep, hub: HubDep
) -> None:
    if user_id != user.id and not access.room.private:
        raise Forbidden("Users can only add themselves to a public room.")
    await admit(session, hub, access.room, user_id=user_id, by=user)


@router.delete("/{user_id}", status_code=204)
async def remove_member(
    user_id: Id, access: VisibleRoom, user: CurrentUser, session: SessionDep, hub: HubDep
) -> None:
    if user.id not in (user_id, access.room.created_by):
        raise Forbidden("Only the room's creator can remove others.")
    await dismiss(session, hub, access.room, user_id=user_id)


async def admit(session: AsyncSession, hub: Hub, room: Room, *, user_id: UUID, by: User) -> None:
    """Make the user a member. Does nothing if they are one already."""
    async with channel_lock(hub, channel_of(room.id), session):
        # Check again: the room or the caller's membership may have been removed while this waited.
        room = await queries.find_room(session, room.id, by)
        if await queries.find_member(session, room_id=room.id, user_id=user_id):
            return
        await queries.add_member(session, room, user_id)
        await announce_membership(hub, "membership.created", room_id=room.id, user_id=user_id)


async def leave_rooms(session: AsyncSession, hub: Hub, user_id: UUID) -> None:
    for room in await queries.find_joined_rooms(session, user_id):
        await dismiss(session, hub, room, user_id=user_id)


async def dismiss(session: AsyncSession, hub: Hub, room: Room, *, user_id: UUID) -> None:
    channel = channel_of(room.id)
    async with channel_lock(hub, channel, session):
        was_member = await queries.delete_member(session, room, user_id)
        await hub.expel(channel, str(user_id))
        if was_member:
            await announce_membership(hub, "membership.deleted", room_id=room.id, user_id=user_id)
