"""Which tasks a list shows, and in which order."""

from typing import Annotated, Literal

from fastapi import Depends, Query
from pydantic import AfterValidator, BaseModel, Field, StringConstraints
from sqlalchemy import Select, exists, or_, select

from app.accounts.models import User
from app.pagination import Sort
from app.schemas import Id, Time, check_sound, format_time, parse_time
from app.tasks.models import Task, TaskLabel
from app.tasks.schemas import Label, Priority, Status

SORTS = {
    sort.name: sort
    for ascending in (
        Sort("created_at", Task.created_at, dump=format_time, load=parse_time),
        Sort("due_at", Task.due_at, nullable=True, dump=format_time, load=parse_time),
        Sort("priority", Task.priority),
        Sort("title", Task.title),
    )
    for sort in (ascending, ascending.reversed())
}
SortName = Literal[
    "created_at", "-created_at", "due_at", "-due_at", "priority", "-priority", "title", "-title"
]


class TaskFilter(BaseModel):
    status: Status | None = None
    priority: Priority | None = None
    project_id: Id | None = None
    label: Annotated[list[Annotated[Label, AfterValidator(check_sound)]], Field(max_length=20)] = []
    due_before: Time | None = None
    due_after: Time | None = None
    q: Annotated[str, StringConstraints(max_length=200), AfterValidator(check_sound)] = ""
    sort: SortName = "-created_at"

    def select(self, user: User) -> Select[Task]:
        tasks = select(Task).where(Task.user_id == user.id)
        if self.status is not None:
            tasks = tasks.where(Task.status == self.status)
        if self.priority is not None:
            tasks = tasks.where(Task.priority == self.priority)
        if self.project_id is not None:
            tasks = tasks.where(Task.project_id == self.project_id)
        for label in dict.fromkeys(self.label):
            tasks = tasks.where(exists().where(TaskLabel.task_id == Task.id, TaskLabel.name == label))
        if self.due_before is not None:
            tasks = tasks.where(Task.due_at < self.due_before)
        if self.due_after is not None:
            tasks = tasks.where(Task.due_at > self.due_after)
        if self.q:
            words = self.q.casefold()
            tasks = tasks.where(
                or_(
                    Task.folded_title.contains(words, autoescape=True),
                    Task.folded_description.contains(words, autoescape=True),
                )
            )
        return tasks


async def get_task_filter(task_filter: Annotated[TaskFilter, Query()]) -> TaskFilter:
    return task_filter


TaskFilterDep = Annotated[TaskFilter, Depends(get_task_filter)]
