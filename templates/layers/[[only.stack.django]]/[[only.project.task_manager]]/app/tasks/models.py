from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models

from app.database import now
from app.fields import Identifier, LongText, Moment, Text
from app.projects.models import Project

STATUSES = ("todo", "in_progress", "done", "cancelled")
PRIORITIES = ("low", "medium", "high", "urgent")


class Rank(models.PositiveSmallIntegerField):
    """A priority, stored as its rank, so that it sorts by urgency."""

    def from_db_value(self, value: int | None, *_: object) -> str | None:
        return None if value is None else PRIORITIES[value]

    def to_python(self, value: Any) -> Any:
        return value

    def get_prep_value(self, value: Any) -> Any:
        return PRIORITIES.index(value) if isinstance(value, str) else value


class Task(models.Model):
    id = Identifier(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tasks", db_index=False)
    project = models.ForeignKey(Project, models.SET_NULL, related_name="tasks", null=True, blank=True)
    title = Text(max_length=200)
    description = LongText(default="", blank=True)
    # Case-folded for `q`: no database folds the case of all of Unicode.
    folded_title = Text(max_length=600, editable=False)
    folded_description = LongText(editable=False)
    status = Text(max_length=11, choices=[(each, each) for each in STATUSES], default="todo")
    priority = Rank(choices=[(each, each) for each in PRIORITIES], default="medium")
    due_at = Moment(null=True, blank=True)
    completed_at = Moment(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = Moment(editable=False)
    updated_at = Moment(editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=STATUSES), name="task_status"),
            models.CheckConstraint(
                condition=models.Q(status="done", completed_at__isnull=False)
                | (~models.Q(status="done") & models.Q(completed_at__isnull=True)),
                name="task_completed_when_done",
            ),
        ]
        # One for each filter and sort, within the tasks of one user.
        indexes = [
            models.Index(fields=["user", "created_at", "id"]),
            models.Index(fields=["user", "due_at", "id"]),
            models.Index(fields=["user", "priority", "id"]),
            models.Index(fields=["user", "title", "id"]),
            models.Index(fields=["user", "status", "created_at", "id"]),
            models.Index(fields=["user", "project", "created_at", "id"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def labels(self) -> list[str]:
        return sorted(label.name for label in self.task_labels.all())

    def change(self, values: dict[str, Any]) -> None:
        """Apply `values`, and set the fields that depend on them."""
        for name, value in values.items():
            setattr(self, name, value)
        self.folded_title = self.title.casefold()
        self.folded_description = self.description.casefold()
        moment = now()
        if self.status != "done":
            self.completed_at = None
        elif self.completed_at is None:
            self.completed_at = moment
        self.created_at = self.created_at or moment
        self.updated_at = moment


class TaskLabel(models.Model):
    task = models.ForeignKey(Task, models.CASCADE, related_name="task_labels", db_index=False)
    name = Text(max_length=50)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "name"], name="unique_task_label")]
        indexes = [models.Index(fields=["name", "task"])]

    def __str__(self) -> str:
        return self.name
