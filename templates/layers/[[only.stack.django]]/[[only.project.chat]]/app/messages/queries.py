from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from app.accounts.models import User
from app.failures import NotFound
from app.messages.models import Message
from app.ordered_ids import next_id
from app.permissions import Forbidden
from app.problems import NOT_FOUND
from app.rooms.models import Room
from app.rooms.queries import is_member


def messages_in(room: Room, *, before: UUID | None, after: UUID | None) -> QuerySet[Message]:
    messages = room.messages.select_related("author")
    if before is not None:
        messages = messages.filter(id__lt=before)
    if after is not None:
        messages = messages.filter(id__gt=after)
    return messages


def find_message(message_id: UUID, user: User) -> Message:
    """A message in one of the user's rooms."""
    messages = Message.objects.select_related("author")
    message = messages.filter(id=message_id, room__members__user=user).first()
    if message is None:
        raise NotFound(NOT_FOUND)
    return message


def find_own_message(message_id: UUID, user: User) -> Message:
    message = find_message(message_id, user)
    if message.author_id != user.id:
        raise Forbidden("Only the message's author can do this.")
    return message


@transaction.atomic
def add_message(room_id: UUID, *, author: User, body: str) -> Message:
    """Append a message. The lock on the room's row keeps ids and rows in the same order."""
    room = Room.objects.select_for_update().filter(id=room_id).first()
    if room is None:
        raise NotFound(NOT_FOUND)
    if not is_member(room, author.id):
        raise Forbidden("You are no longer a member of this room.")
    room.last_message_id = next_id(after=room.last_message_id)
    room.save(update_fields=["last_message_id"])
    return room.messages.create(id=room.last_message_id, author=author, body=body)
