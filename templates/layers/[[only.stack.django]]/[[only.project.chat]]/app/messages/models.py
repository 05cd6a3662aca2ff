from django.conf import settings
from django.db import models

from app.database import now
from app.fields import Identifier, LongText, Moment
from app.rooms.models import Room


class Message(models.Model):
    """Its id is its position in the room: `app.messages.queries.add_message` generates it."""

    id = Identifier(primary_key=True, editable=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="messages", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages")
    body = LongText()
    created_at = Moment(default=now, editable=False)
    edited_at = Moment(null=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["room", "id"])]

    def __str__(self) -> str:
        return self.body[:80]
