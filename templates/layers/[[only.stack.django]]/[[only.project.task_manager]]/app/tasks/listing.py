"""Filters and order of task lists."""

from dataclasses import replace
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from app.accounts.models import User
from app.pagination import Sort
from app.tasks.filters import TaskFilter
from app.tasks.models import Task, TaskLabel

SORTS = {
    "created_at": Sort("created_at", datetime.fromisoformat),
    "due_at": Sort("due_at", lambda text: text and datetime.fromisoformat(text), nullable=True),
    "priority": Sort("priority", str),
    "title": Sort("title", str),
}


def sort_of(wanted: TaskFilter) -> Sort:
    sort = SORTS[wanted.sort.removeprefix("-")]
    return replace(sort, descending=wanted.sort.startswith("-"))


def tasks_matching(user: User, wanted: TaskFilter) -> QuerySet[Task]:
    tasks = user.tasks.prefetch_related("task_labels")
    if wanted.status:
        tasks = tasks.filter(status=wanted.status)
    if wanted.priority:
        tasks = tasks.filter(priority=wanted.priority)
    if wanted.project_id:
        tasks = tasks.filter(project=wanted.project_id)
    if wanted.due_before:
        tasks = tasks.filter(due_at__lt=wanted.due_before)
    if wanted.due_after:
        tasks = tasks.filter(due_at__gt=wanted.due_after)
    for label in wanted.label:
        tasks = tasks.filter(Exists(TaskLabel.objects.filter(task=OuterRef("pk"), name=label)))
    if wanted.q:
        words = wanted.q.casefold()
        tasks = tasks.filter(Q(folded_title__contains=words) | Q(folded_description__contains=words))
    return tasks
