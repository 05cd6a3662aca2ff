from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.current_user import CurrentUser
from app.accounts.models import User
from app.channels.hub import HubDep
from app.channels.names import channel_of
from app.database import SessionDep
from app.errors import NOT_FOUND
from app.failures import Forbidden, NotFound
from app.pagination import Page, PagerDep, Sort
from app.rooms.access import VisibleRoom, find_member
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
async def add_member(user_id: Id, visit: VisibleRoom, user: CurrentUser, session: SessionDep) -> None:
    if user_id != user.id:
        if not visit.room.private:
            raise Forbidden("Everybody joins a public room themselves.")
        if await session.get(User, user_id) is None:
            raise NotFound(NOT_FOUND)
    await admit(session, visit.room, user_id)


@router.delete("/{user_id}", status_code=204)
async def remove_member(
    user_id: Id, visit: VisibleRoom, user: CurrentUser, session: SessionDep, hub: HubDep
) -> None:
    if user.id not in (user_id, visit.room.created_by):
        raise Forbidden("Only the maker of a room removes others.")
    channel = channel_of(visit.room.id)
    async with hub.turn(channel, session):
        await session.execute(
            delete(Member).where(Member.room_id == visit.room.id, Member.user_id == user_id)
        )
        await session.commit()
        await hub.expel(channel, str(user_id))


async def admit(session: AsyncSession, room: Room, user_id: UUID) -> None:
    """Make the user a member, who has read all that was said before. A member stays one."""
    if await find_member(session, room_id=room.id, user_id=user_id):
        return
    session.add(Member(room_id=room.id, user_id=user_id, read_up_to=room.last_message_id))
    try:
        await session.flush()
    except IntegrityError:
        # Somebody else was quicker, or has deleted the room.
        await session.rollback()
        if await find_member(session, room_id=room.id, user_id=user_id) is None:
            raise NotFound(NOT_FOUND) from None
