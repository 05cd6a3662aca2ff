from uuid import UUID

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.failures import NotFound
from app.messages.models import Message
from app.ordered_ids import next_id
from app.permissions import Forbidden
from app.problems import NOT_FOUND
from app.rooms.models import Room
from app.rooms.queries import find_member, lock_room, rooms_joined_by


def messages_in(room: Room, *, before: UUID | None, after: UUID | None) -> Select[Message]:
    messages = select(Message).where(Message.room_id == room.id)
    if before is not None:
        messages = messages.where(Message.id < before)
    if after is not None:
        messages = messages.where(Message.id > after)
    return messages


def find_message(session: Session, message_id: UUID, user: User) -> Message:
    """The current state of a message in one of the user's rooms."""
    message = session.scalar(
        select(Message)
        .where(Message.id == message_id, Message.room_id.in_(rooms_joined_by(user)))
        .execution_options(populate_existing=True)
    )
    if message is None:
        raise NotFound(NOT_FOUND)
    return message


def find_own_message(session: Session, message_id: UUID, user: User) -> Message:
    message = find_message(session, message_id, user)
    if message.author_id != user.id:
        raise Forbidden("Only the message's author can do this.")
    return message


def is_in_room(session: Session, message_id: UUID, room: Room) -> bool:
    message = session.get(Message, message_id)
    return message is not None and message.room_id == room.id


def add_message(session: Session, *, room_id: UUID, author: User, body: str) -> Message:
    """Append a message. The lock on the room's row keeps ids and rows in the same order."""
    room = lock_room(session, room_id)
    if find_member(session, room_id=room_id, user_id=author.id) is None:
        raise Forbidden("You are no longer a member of this room.")
    message = Message(id=next_id(after=room.last_message_id), room_id=room_id, author=author, body=body)
    room.last_message_id = message.id
    session.add(message)
    session.flush()
    return message


def remove_message(session: Session, message: Message) -> None:
    session.execute(delete(Message).where(Message.id == message.id))
    session.commit()
