from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from app.accounts.current_user import CurrentUser, get_current_user
from app.channels.dependencies import HubDep, channel_lock
from app.channels.names import channel_of
from app.cursors import Page
from app.database import now
from app.dependencies import SessionDep
from app.failures import Invalid
from app.idempotency import AnswerOnceDep
from app.messages import queries
from app.messages.models import Message
from app.messages.schemas import MessageAnswer, MessageBody, MessageInRoom, ReadMark
from app.pagination import PagerDep
from app.rooms.access import JoinedRoom
from app.rooms.queries import mark_read
from app.routing import Router, check_once
from app.schemas import Id
from app.sorting import Sort

router = Router(prefix="/api/v1", dependencies=[Depends(get_current_user)])

NEWEST_FIRST = Sort(Message.id, UUID, descending=True)


async def get_message(message_id: Id, user: CurrentUser, session: SessionDep) -> Message:
    return await queries.find_message(session, message_id, user)


async def get_own_message(message_id: Id, user: CurrentUser, session: SessionDep) -> Message:
    return await queries.find_own_message(session, message_id, user)


MessageDep = Annotated[Message, Depends(get_message)]
OwnMessage = Annotated[Message, Depends(get_own_message)]


@router.get("/rooms/{room_id}/messages")
async def list_messages(
    room: JoinedRoom,
    session: SessionDep,
    request: Request,
    pager: PagerDep,
    before: Annotated[Id | None, Query()] = None,
    after: Annotated[Id | None, Query()] = None,
) -> Page[MessageAnswer]:
    check_once(request, "before", "after")
    wanted = queries.messages_in(room, before=before, after=after)
    messages, cursor = await pager.fetch(session, wanted, NEWEST_FIRST)
    return Page(items=[MessageAnswer.model_validate(message) for message in messages], next_cursor=cursor)


@router.post("/rooms/{room_id}/messages", status_code=201)
async def create_message(
    body: MessageBody,
    room: JoinedRoom,
    user: CurrentUser,
    session: SessionDep,
    hub: HubDep,
    answer_once: AnswerOnceDep,
) -> Response:
    created: list[Message] = []  # empty if the first response is repeated

    async def create() -> Response:
        created.append(await queries.add_message(session, room_id=room.id, author=user, body=body.body))
        return answer_created(created[0])

    async with channel_lock(hub, channel_of(room.id), session):
        response = await answer_once(MessageInRoom(room_id=room.id, body=body.body), create)
        await session.commit()
        for message in created:
            await hub.announce(channel_of(room.id), "message.created", as_data(message))
    return response


@router.get("/messages/{message_id}")
async def show_message(message: MessageDep) -> MessageAnswer:
    return MessageAnswer.model_validate(message)


@router.patch("/messages/{message_id}")
async def change_message(
    body: MessageBody, message: OwnMessage, user: CurrentUser, session: SessionDep, hub: HubDep
) -> MessageAnswer:
    async with channel_lock(hub, channel_of(message.room_id), session):
        # It may have been deleted, or its author removed from the room, while this waited for the lock.
        message = await queries.find_own_message(session, message.id, user)
        message.body, message.edited_at = body.body, now()
        await session.commit()
        await hub.announce(channel_of(message.room_id), "message.updated", as_data(message))
    return MessageAnswer.model_validate(message)


@router.delete("/messages/{message_id}", status_code=204)
async def delete_message(message: OwnMessage, user: CurrentUser, session: SessionDep, hub: HubDep) -> None:
    async with channel_lock(hub, channel_of(message.room_id), session):
        message = await queries.find_own_message(session, message.id, user)
        await queries.remove_message(session, message)
        await hub.announce(channel_of(message.room_id), "message.deleted", as_data(message))


@router.put("/rooms/{room_id}/read", status_code=204)
async def mark_as_read(body: ReadMark, room: JoinedRoom, user: CurrentUser, session: SessionDep) -> None:
    if not await queries.is_in_room(session, body.message_id, room):
        raise Invalid({"/message_id": "This message is not in this room."})
    await mark_read(session, room, user, body.message_id)


def as_data(message: Message) -> str:
    return MessageAnswer.model_validate(message).model_dump_json()


def answer_created(message: Message) -> Response:
    location = {"Location": f"{router.prefix}/messages/{message.id}"}
    return Response(as_data(message), 201, location, media_type="application/json")
