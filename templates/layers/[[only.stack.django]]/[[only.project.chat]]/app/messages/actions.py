"""What changes messages, and announces it to those who listen."""

from app.accounts.models import User
from app.channels.announcing import announce, channel_lock
from app.channels.names import channel_of
from app.database import now
from app.messages.models import Message
from app.messages.queries import find_own_message
from app.messages.schemas import MessageAnswer


def announce_message(event: str, message: Message) -> None:
    data = MessageAnswer.model_validate(message).model_dump_json()
    announce(channel_of(message.room_id), event, data)


def change_message(found: Message, user: User, body: str) -> Message:
    with channel_lock(channel_of(found.room_id)):
        # It may have been deleted, or its author removed from the room, while this waited for the lock.
        message = find_own_message(found.id, user)
        message.body, message.edited_at = body, now()
        message.save(update_fields=["body", "edited_at"])
        announce_message("message.updated", message)
    return message


def delete_own_message(found: Message, user: User) -> None:
    with channel_lock(channel_of(found.room_id)):
        remove(find_own_message(found.id, user))


def moderate(message: Message) -> None:
    """Delete anyone's message."""
    with channel_lock(channel_of(message.room_id)):
        remove(message)


def remove(message: Message) -> None:
    deleted, _ = Message.objects.filter(id=message.id).delete()
    if deleted:
        announce_message("message.deleted", message)
