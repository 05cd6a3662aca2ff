from uuid import UUID

from fastapi import Response
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.current_user import CurrentUser
from app.channels.hub import Hub, HubDep
from app.channels.names import channel_of
from app.database import SessionDep, affected
from app.failures import Conflict
from app.pagination import Page, PagerDep, Sort
from app.rooms.access import VISIBLE_ROOMS, OwnRoom, VisibleRoom, find_own_room
from app.rooms.events import announce_membership, announce_room, as_event, audience
from app.rooms.models import Member, Room
from app.rooms.overview import describe
from app.rooms.schemas import NewRoom, RoomAnswer, RoomChange
from app.routing import Router
from app.schemas import parse_id

router = Router(prefix="/api/v1/rooms", tags=["rooms"])

NEWEST_FIRST = Sort("-id", Room.id, descending=True, dump=str, load=parse_id)


@router.get("")
async def list_rooms(user: CurrentUser, session: SessionDep, pager: PagerDep) -> Page[RoomAnswer]:
    page = await pager.page(
        session.scalars,
        VISIBLE_ROOMS,
        {"user_id": user.id},
        as_item=lambda room: room,
        row_id=Room.id,
        sort=NEWEST_FIRST,
    )
    return Page(items=await describe(session, page.items, user), next_cursor=page.next_cursor)


@router.post("", status_code=201)
async def create_room(
    body: NewRoom, user: CurrentUser, session: SessionDep, hub: HubDep, response: Response
) -> RoomAnswer:
    room = Room(created_by=user.id, **body.model_dump())
    session.add(room)
    await save(session)
    session.add(Member(room_id=room.id, user_id=user.id))
    await session.flush()
    await announce_room(hub, session, "room.created", room)
    await announce_membership(hub, "membership.created", room_id=room.id, user_id=user.id)
    response.headers["Location"] = f"{router.prefix}/{room.id}"
    return (await describe(session, [room], user))[0]


@router.get("/{room_id}")
async def show_room(visit: VisibleRoom, user: CurrentUser, session: SessionDep) -> RoomAnswer:
    return (await describe(session, [visit.room], user))[0]


@router.patch("/{room_id}")
async def change_room(
    body: RoomChange, room: OwnRoom, user: CurrentUser, session: SessionDep, hub: HubDep
) -> RoomAnswer:
    async with hub.turn(channel_of(room.id), session):
        # Read again: it may have been changed or deleted while this waited for the lock.
        room = await find_own_room(session, room.id, user)
        for name, value in body.model_dump(exclude_unset=True).items():
            setattr(room, name, value)
        await save(session)
        await announce_room(hub, session, "room.updated", room)
    return (await describe(session, [room], user))[0]


@router.delete("/{room_id}", status_code=204)
async def delete_room(room: OwnRoom, session: SessionDep, hub: HubDep) -> None:
    await remove_room(session, hub, room)


async def remove_rooms_of(session: AsyncSession, hub: Hub, user_id: UUID) -> None:
    for room in (await session.scalars(select(Room).where(Room.created_by == user_id))).all():
        await remove_room(session, hub, room)


async def remove_room(session: AsyncSession, hub: Hub, room: Room) -> None:
    """Of two concurrent deletions, only the one that deleted the row announces it."""
    async with hub.turn(channel_of(room.id), session):
        channels, data = await audience(session, room), await as_event(session, room)
        was_there = await affected(session, delete(Room).where(Room.id == room.id))
        await session.commit()
        if was_there:
            await hub.close(channel_of(room.id))
            for channel in channels:
                await hub.announce(channel, "room.deleted", data)


async def save(session: AsyncSession) -> None:
    try:
        await session.flush()
    except IntegrityError:
        raise Conflict("A room with this name already exists.") from None
