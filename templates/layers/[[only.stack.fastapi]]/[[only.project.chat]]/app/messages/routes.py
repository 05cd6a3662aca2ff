from functools import cache
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Response
from sqlalchemy import Select, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.current_user import CurrentUser
from app.accounts.models import User
from app.channels.hub import HubDep
from app.channels.names import channel_of
from app.database import SessionDep, now
from app.errors import NOT_FOUND
from app.failures import Forbidden, Invalid, NotFound
from app.idempotency import IdempotencyKey, answered_once
from app.messages.models import Message
from app.messages.schemas import MessageAnswer, MessageBody, ReadMark, Utterance
from app.ordered_ids import next_id
from app.pagination import Page, PagerDep, Sort
from app.rooms.access import JoinedRoom, find_member
from app.rooms.models import Member, Room
from app.routing import Router, check_once
from app.schemas import Id, parse_id

router = Router(prefix="/api/v1", tags=["messages"])

BOUNDS = {"before": Message.id < bindparam("before"), "after": Message.id > bindparam("after")}
NEWEST_FIRST = Sort("-id", Message.id, descending=True, dump=str, load=parse_id)


async def get_message(message_id: Id, user: CurrentUser, session: SessionDep) -> Message:
    """The current state of a message in one of the user's rooms."""
    message = await session.scalar(
        select(Message)
        .join(Member, Member.room_id == Message.room_id)
        .where(Message.id == message_id, Member.user_id == user.id)
        .execution_options(populate_existing=True)
    )
    if message is None:
        raise NotFound(NOT_FOUND)
    return message


async def get_own_message(message_id: Id, user: CurrentUser, session: SessionDep) -> Message:
    message = await get_message(message_id, user, session)
    if message.author_id != user.id:
        raise Forbidden("Only the message's author can do this.")
    return message


MessageDep = Annotated[Message, Depends(get_message)]
OwnMessage = Annotated[Message, Depends(get_own_message)]


@router.get("/rooms/{room_id}/messages")
async def list_messages(
    room: JoinedRoom,
    session: SessionDep,
    pager: PagerDep,
    before: Annotated[Id | None, Query()] = None,
    after: Annotated[Id | None, Query()] = None,
) -> Page[MessageAnswer]:
    bounds = {"before": before, "after": after}
    check_once(pager.request, *bounds)
    wanted = {name: message_id for name, message_id in bounds.items() if message_id is not None}
    return await pager.page(
        session.scalars,
        select_messages(*wanted),
        {"room_id": room.id, **wanted},
        as_item=MessageAnswer.model_validate,
        row_id=Message.id,
        sort=NEWEST_FIRST,
    )


@router.post("/rooms/{room_id}/messages", status_code=201, response_model=MessageAnswer)
async def create_message(
    body: MessageBody,
    room: JoinedRoom,
    user: CurrentUser,
    session: SessionDep,
    hub: HubDep,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    request = Utterance(room_id=room.id, body=body.body)
    message = None
    async with hub.turn(channel_of(room.id), session):
        async with answered_once(session, user, idempotency_key, request) as attempt:
            if attempt.response is None:
                message = await say(session, room_id=room.id, author=user, body=body.body)
                attempt.response = answer_created(message)
        await session.commit()
        if message is not None:
            await hub.announce(channel_of(room.id), "message.created", as_data(message))
    return attempt.response


@router.get("/messages/{message_id}")
async def show_message(message: MessageDep) -> MessageAnswer:
    return MessageAnswer.model_validate(message)


@router.patch("/messages/{message_id}")
async def change_message(
    body: MessageBody, message: OwnMessage, user: CurrentUser, session: SessionDep, hub: HubDep
) -> MessageAnswer:
    async with hub.turn(channel_of(message.room_id), session):
        # It may have been deleted, or its author removed from the room, while this waited for the lock.
        message = await get_own_message(message.id, user, session)
        message.body, message.edited_at = body.body, now()
        await session.commit()
        await hub.announce(channel_of(message.room_id), "message.updated", as_data(message))
    return MessageAnswer.model_validate(message)


@router.delete("/messages/{message_id}", status_code=204)
async def delete_message(message: OwnMessage, user: CurrentUser, session: SessionDep, hub: HubDep) -> None:
    async with hub.turn(channel_of(message.room_id), session):
        message = await get_own_message(message.id, user, session)
        await session.execute(delete(Message).where(Message.id == message.id))
        await session.commit()
        await hub.announce(channel_of(message.room_id), "message.deleted", as_data(message))


@router.put("/rooms/{room_id}/read", status_code=204)
async def mark_read(body: ReadMark, room: JoinedRoom, user: CurrentUser, session: SessionDep) -> None:
    message = await session.get(Message, body.message_id)
    if message is None or message.room_id != room.id:
        raise Invalid({"/message_id": "This message is not in this room."})
    await session.execute(
        update(Member)
        .where(Member.room_id == room.id, Member.user_id == user.id)
        .values(read_up_to=message.id)
    )


async def say(session: AsyncSession, *, room_id: UUID, author: User, body: str) -> Message:
    """Append a message. The lock on the room's row keeps ids and rows in the same order."""
    room = await session.scalar(
        select(Room).where(Room.id == room_id).with_for_update().execution_options(populate_existing=True)
    )
    if room is None:
        raise NotFound(NOT_FOUND)
    if await find_member(session, room_id=room_id, user_id=author.id) is None:
        raise Forbidden("You are no longer a member of this room.")
    message = Message(id=next_id(after=room.last_message_id), room_id=room_id, author=author, body=body)
    room.last_message_id = message.id
    session.add(message)
    await session.flush()
    return message


@cache
def select_messages(*bounds: str) -> Select[Any]:
    said = select(Message).where(Message.room_id == bindparam("room_id"))
    return said.where(*(BOUNDS[name] for name in bounds))


def as_data(message: Message) -> str:
    return MessageAnswer.model_validate(message).model_dump_json()


def answer_created(message: Message) -> Response:
    location = {"Location": f"{router.prefix}/messages/{message.id}"}
    return Response(as_data(message), 201, location, media_type="application/json")
