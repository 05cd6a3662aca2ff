from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models

from app.database import now
from app.fields import Identifier, Moment, Text
from app.text import as_compared


class Project(models.Model):
    id = Identifier(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="projects", db_index=False
    )
    name = Text(max_length=100)
    # Normalized for comparison. Composing a letter can turn it into three.
    name_key = Text(max_length=300, editable=False)
    color = Text(max_length=7, null=True, blank=True)  # the API has null, and no empty color
    archived = models.BooleanField(default=False)
    created_at = Moment(default=now, editable=False)
    updated_at = Moment(default=now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name_key"], name="unique_project_name")]
        indexes = [models.Index(fields=["user", "created_at", "id"])]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        self.name_key = as_compared(self.name)
        self.updated_at = self.created_at if self._state.adding else now()
        super().save(*args, **options)
