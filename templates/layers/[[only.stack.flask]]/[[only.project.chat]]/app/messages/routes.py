from uuid import UUID

from flask import Blueprint, Response
from pydantic import BaseModel

from app.accounts.current_user import get_current_user, require_user
from app.channels.announcing import announce, channel_lock
from app.channels.names import channel_of
from app.cursors import Page
from app.database import now
from app.failures import Invalid
from app.idempotency import answer_once
from app.messages import queries
from app.messages.models import Message
from app.messages.schemas import MessageAnswer, MessageBody, MessageInRoom, ReadMark
from app.pagination import fetch_page, with_link
from app.requests import answer, answer_json, body_of, no_content, query_of
from app.rooms.access import find_joined_room
from app.rooms.queries import mark_read
from app.schemas import Id
from app.session import get_session
from app.sorting import Sort
from app.validation import id_of

blueprint = Blueprint("messages", __name__, url_prefix="/api/v1")
blueprint.before_request(require_user)

NEWEST_FIRST = Sort(Message.id, UUID, descending=True)


class MessageFilter(BaseModel):
    before: Id | None = None
    after: Id | None = None


@blueprint.get("/rooms/<room_id>/messages")
def list_messages(room_id: str) -> Response:
    room, query = find_joined_room(room_id), query_of(MessageFilter)
    wanted = queries.messages_in(room, before=query.before, after=query.after)
    messages, cursor = fetch_page(get_session(), wanted, NEWEST_FIRST)
    items = [MessageAnswer.model_validate(message) for message in messages]
    return with_link(answer(Page(items=items, next_cursor=cursor)), cursor)


@blueprint.post("/rooms/<room_id>/messages")
def create_message(room_id: str) -> Response:
    room, body, session, user = (
        find_joined_room(room_id),
        body_of(MessageBody),
        get_session(),
        get_current_user(),
    )
    created: list[Message] = []  # empty if the first response is repeated

    def create() -> Response:
        created.append(queries.add_message(session, room_id=room.id, author=user, body=body.body))
        return answer_created(created[0])

    with channel_lock(channel_of(room.id), session):
        response = answer_once(MessageInRoom(room_id=room.id, body=body.body), create)
        session.commit()
        for message in created:
            announce(channel_of(room.id), "message.created", as_data(message))
    return response


@blueprint.get("/messages/<message_id>")
def show_message(message_id: str) -> Response:
    message = queries.find_message(get_session(), id_of(message_id), get_current_user())
    return answer(MessageAnswer.model_validate(message))


@blueprint.patch("/messages/<message_id>")
def change_message(message_id: str) -> Response:
    session, user = get_session(), get_current_user()
    message = queries.find_own_message(session, id_of(message_id), user)
    body = body_of(MessageBody)
    with channel_lock(channel_of(message.room_id), session):
        # It may have been deleted, or its author removed from the room, while this waited for the lock.
        message = queries.find_own_message(session, message.id, user)
        message.body, message.edited_at = body.body, now()
        session.commit()
        announce(channel_of(message.room_id), "message.updated", as_data(message))
    return answer(MessageAnswer.model_validate(message))


@blueprint.delete("/messages/<message_id>")
def delete_message(message_id: str) -> Response:
    session, user = get_session(), get_current_user()
    message = queries.find_own_message(session, id_of(message_id), user)
    with channel_lock(channel_of(message.room_id), session):
        message = queries.find_own_message(session, message.id, user)
        queries.remove_message(session, message)
        announce(channel_of(message.room_id), "message.deleted", as_data(message))
    return no_content()


@blueprint.put("/rooms/<room_id>/read")
def mark_as_read(room_id: str) -> Response:
    room, body, session = find_joined_room(room_id), body_of(ReadMark), get_session()
    if not queries.is_in_room(session, body.message_id, room):
        raise Invalid({"/message_id": "This message is not in this room."})
    mark_read(session, room, get_current_user(), body.message_id)
    return no_content()


def as_data(message: Message) -> str:
    return MessageAnswer.model_validate(message).model_dump_json()


def answer_created(message: Message) -> Response:
    location = {"Location": f"{blueprint.url_prefix}/messages/{message.id}"}
    return answer_json(as_data(message), 201, location)
