from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models

from app.database import now
from app.fields import Identifier, Moment, Text
from app.ordered_ids import FIRST, next_id
from app.text import as_compared


class Room(models.Model):
    id = Identifier(primary_key=True, default=next_id, editable=False)
    name = Text(max_length=80)
    # Normalized for comparison. Case folding can turn a letter into three.
    name_key = Text(max_length=240, unique=True, editable=False)
    topic = Text(max_length=250, null=True, blank=True)  # the API has null, and no empty topic
    private = models.BooleanField(default=False)
    creator = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="created_rooms")
    created_at = Moment(default=now, editable=False)
    # Kept when the message is deleted, so that later messages never get an earlier id.
    last_message_id = Identifier(default=FIRST, editable=False)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        self.name_key = as_compared(self.name).casefold()
        super().save(*args, **options)

    @property
    def created_by(self) -> UUID:
        """As the API calls it."""
        return self.creator_id


class Member(models.Model):
    # Sorts by when they joined.
    id = Identifier(primary_key=True, default=next_id, editable=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="members", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    joined_at = Moment(default=now, editable=False)
    # A position in the order of messages, not a reference: it stays when the message is deleted.
    read_up_to = Identifier(default=FIRST, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "user"], name="unique_member")]
        indexes = [models.Index(fields=["room", "id"])]

    def __str__(self) -> str:
        return f"{self.user} in {self.room}"
