"""Filters and order of task lists."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, StringConstraints
from pydantic_core import PydanticCustomError
from sqlalchemy import Select, or_, select

from app.accounts.models import User
from app.bodies import is_sound
from app.schemas import Id, Time
from app.sorting import Sort
from app.tasks.models import Task, TaskLabel
from app.tasks.schemas import Label, Priority, Status
from app.tasks.sorting import NullableSort

SORTS = {
    "created_at": Sort(Task.created_at, datetime.fromisoformat),
    "due_at": NullableSort(Task.due_at, lambda text: text and datetime.fromisoformat(text)),
    "priority": Sort(Task.priority, str),
    "title": Sort(Task.title, str),
}
SortName = Literal[
    "created_at", "-created_at", "due_at", "-due_at", "priority", "-priority", "title", "-title"
]


def check_sound(value: str) -> str:
    """For text from a URL; text in bodies is checked when they are parsed."""
    if not is_sound(value):
        raise PydanticCustomError("text", "Input should be text without NUL")
    return value


class TaskFilter(BaseModel):
    status: Status | None = None
    priority: Priority | None = None
    project_id: Id | None = None
    label: Annotated[list[Annotated[Label, AfterValidator(check_sound)]], Field(max_length=20)] = []
    due_before: Time | None = None
    due_after: Time | None = None
    q: Annotated[str, StringConstraints(max_length=200), AfterValidator(check_sound)] = ""
    sort: SortName = "-created_at"


def sort_of(wanted: TaskFilter) -> Sort:
    sort = SORTS[wanted.sort.removeprefix("-")]
    return replace(sort, descending=wanted.sort.startswith("-"))


def tasks_matching(user: User, wanted: TaskFilter) -> Select[Task]:
    tasks = select(Task).where(Task.user_id == user.id)
    if wanted.status:
        tasks = tasks.where(Task.status == wanted.status)
    if wanted.priority:
        tasks = tasks.where(Task.priority == wanted.priority)
    if wanted.project_id:
        tasks = tasks.where(Task.project_id == wanted.project_id)
    if wanted.due_before:
        tasks = tasks.where(Task.due_at < wanted.due_before)
    if wanted.due_after:
        tasks = tasks.where(Task.due_at > wanted.due_after)
    for label in wanted.label:
        tasks = tasks.where(Task.task_labels.any(TaskLabel.name == label))
    if wanted.q:
        words = wanted.q.casefold()
        in_title = Task.folded_title.contains(words, autoescape=True)
        tasks = tasks.where(or_(in_title, Task.folded_description.contains(words, autoescape=True)))
    return tasks
