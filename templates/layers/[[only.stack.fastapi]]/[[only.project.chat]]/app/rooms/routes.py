from uuid import UUID

from fastapi import Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.current_user import CurrentUser, get_current_user
from app.channels.dependencies import HubDep, channel_lock
from app.channels.hub import Hub
from app.channels.names import channel_of
from app.cursors import Page
from app.dependencies import SessionDep
from app.pagination import PagerDep
from app.rooms import queries
from app.rooms.access import OwnRoom, VisibleRoom
from app.rooms.events import announce_membership, announce_room, as_event, audience
from app.rooms.models import Room
from app.rooms.overview import describe
from app.rooms.schemas import NewRoom, RoomAnswer, RoomChange
from app.routing import Router
from app.sorting import Sort

router = Router(prefix="/api/v1/rooms", dependencies=[Depends(get_current_user)])

NEWEST_FIRST = Sort(Room.id, UUID, descending=True)


@router.get("")
async def list_rooms(user: CurrentUser, session: SessionDep, pager: PagerDep) -> Page[RoomAnswer]:
    rooms, cursor = await pager.fetch(session, queries.rooms_visible_to(user), NEWEST_FIRST)
    return Page(items=await describe(session, rooms, user), next_cursor=cursor)


@router.post("", status_code=201)
async def create_room(
    body: NewRoom, user: CurrentUser, session: SessionDep, hub: HubDep, response: Response
) -> RoomAnswer:
    room = Room(created_by=user.id, **body.model_dump())
    await queries.save_room(session, room)
    await queries.add_member(session, room, user.id)
    await announce_room(hub, session, "room.created", room)
    await announce_membership(hub, "membership.created", room_id=room.id, user_id=user.id)
    response.headers["Location"] = f"{router.prefix}/{room.id}"
    return (await describe(session, [room], user))[0]


@router.get("/{room_id}")
async def show_room(access: VisibleRoom, user: CurrentUser, session: SessionDep) -> RoomAnswer:
    return (await describe(session, [access.room], user))[0]


@router.patch("/{room_id}")
async def change_room(
    body: RoomChange, room: OwnRoom, user: CurrentUser, session: SessionDep, hub: HubDep
) -> RoomAnswer:
    async with channel_lock(hub, channel_of(room.id), session):
        # Read again: it may have been changed or deleted while this waited for the lock.
        room = await queries.find_own_room(session, room.id, user)
        for name, value in body.model_dump().items():
            setattr(room, name, value)
        await queries.save_room(session, room)
        await announce_room(hub, session, "room.updated", room)
    return (await describe(session, [room], user))[0]


@router.delete("/{room_id}", status_code=204)
async def delete_room(room: OwnRoom, session: SessionDep, hub: HubDep) -> None:
    await remove_room(session, hub, room)


async def remove_rooms_of(session: AsyncSession, hub: Hub, user_id: UUID) -> None:
    for room in await queries.rooms_created_by(session, user_id):
        await remove_room(session, hub, room)


async def remove_room(session: AsyncSession, hub: Hub, room: Room) -> None:
    """Of two concurrent deletions, only the one that deleted the row announces it."""
    async with channel_lock(hub, channel_of(room.id), session):
        channels, data = await audience(session, room), await as_event(session, room)
        was_there = await queries.delete_room(session, room)
        await session.commit()
        if was_there:
            await hub.close(channel_of(room.id))
            for channel in channels:
                await hub.announce(channel, "room.deleted", data)
