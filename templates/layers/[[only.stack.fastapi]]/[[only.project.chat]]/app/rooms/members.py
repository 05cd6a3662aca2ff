from uuid import UUID

from sqlalchemy import bindparam, delete, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.current_user import CurrentUser
from app.accounts.models import User
from app.channels.hub import Hub, HubDep
from app.channels.names import channel_of
from app.database import SessionDep, affected
from app.errors import NOT_FOUND
from app.failures import Forbidden, NotFound
from app.pagination import Page, PagerDep, Sort
from app.rooms.access import VisibleRoom, find_member, find_visible_room
from app.rooms.events import announce_membership
from app.rooms.models import Member, Room
from app.rooms.schemas import MemberAnswer
from app.routing import Router
from app.schemas import Id, parse_id

router = Router(prefix="/api/v1/rooms/{room_id}/members", tags=["members"])

MEMBERS = select(Member).where(Member.room_id == bindparam("room_id"))
AS_THEY_JOINED = Sort("id", Member.id, dump=str, load=parse_id)


@router.get("")
async def list_members(visit: VisibleRoom, session: SessionDep, pager: PagerDep) -> Page[MemberAnswer]:
    return await pager.page(
        session.scalars,
        MEMBERS,
        {"room_id": visit.room.id},
        as_item=lambda member: MemberAnswer(
            id=member.user_id, name=member.user.name, joined_at=member.joined_at
        ),
        row_id=Member.id,
        sort=AS_THEY_JOINED,
    )


@router.put("/{user_id}", status_code=204)
async def add_member(
    user_id: Id, visit: VisibleRoom, user: CurrentUser, session: SessionDep, hub: HubDep
) -> None:
    if user_id != user.id and not visit.room.private:
        raise Forbidden("Users can only add themselves to a public room.")
    await admit(session, hub, visit.room, user_id=user_id, by=user)


@router.delete("/{user_id}", status_code=204)
async def remove_member(
    user_id: Id, visit: VisibleRoom, user: CurrentUser, session: SessionDep, hub: HubDep
) -> None:
    if user.id not in (user_id, visit.room.created_by):
        raise Forbidden("Only the room's creator can remove others.")
    await dismiss(session, hub, visit.room, user_id=user_id)


async def admit(session: AsyncSession, hub: Hub, room: Room, *, user_id: UUID, by: User) -> None:
    """Make the user a member, with all earlier messages read. Does nothing if they are one already."""
    async with hub.turn(channel_of(room.id), session):
        # Check again: the room or the caller's membership may have been removed while this waited.
        room = await find_visible_room(session, room.id, by)
        if await find_member(session, room_id=room.id, user_id=user_id):
            return
        session.add(Member(room_id=room.id, user_id=user_id, read_up_to=room.last_message_id))
        try:
            await session.commit()
        except IntegrityError:  # nobody has this id
            raise NotFound(NOT_FOUND) from None
        await announce_membership(hub, "membership.created", room_id=room.id, user_id=user_id)


async def dismiss(session: AsyncSession, hub: Hub, room: Room, *, user_id: UUID) -> None:
    """End a membership. A private room without members would be invisible, so it is deleted with the last."""
    channel = channel_of(room.id)
    async with hub.turn(channel, session):
        membership = delete(Member).where(Member.room_id == room.id, Member.user_id == user_id)
        was_member = await affected(session, membership)
        if room.private:
            is_empty = ~exists().where(Member.room_id == room.id)
            await session.execute(delete(Room).where(Room.id == room.id, is_empty))
        await session.commit()
        await hub.expel(channel, str(user_id))
        if was_member:
            await announce_membership(hub, "membership.deleted", room_id=room.id, user_id=user_id)
