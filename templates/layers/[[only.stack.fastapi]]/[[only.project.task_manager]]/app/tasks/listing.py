"""Filters and order of task lists. It selects columns, because loading entities takes twice as long."""

import re
from collections import defaultdict
from functools import cache
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Depends, Query, Request
from pydantic import AfterValidator, BaseModel, Field, StringConstraints
from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.accounts.models import User
from app.pagination import Page, Pager, Sort
from app.routing import check_once
from app.schemas import Id, Time, check_sound, format_time, parse_time
from app.tasks.models import Task, TaskLabel
from app.tasks.schemas import Label, Priority, Status, TaskAnswer

TASKS: Select[*tuple[Any, ...]] = select(
    Task.id,
    Task.title,
    Task.description,
    Task.status,
    Task.priority,
    Task.due_at,
    Task.completed_at,
    Task.project_id,
    Task.version,
    Task.created_at,
    Task.updated_at,
).where(Task.user_id == bindparam("user_id"))
LABELS = (
    select(TaskLabel.task_id, TaskLabel.name)
    .where(TaskLabel.task_id.in_(bindparam("task_ids", expanding=True)))
    .order_by(TaskLabel.name)
)
# The filters of a list. Each condition has a parameter with its own name; labels are counted too.
CONDITIONS = {
    "status": Task.status == bindparam("status"),
    "priority": Task.priority == bindparam("priority"),
    "project_id": Task.project_id == bindparam("project_id"),
    "label": select(func.count())
    .where(TaskLabel.task_id == Task.id, TaskLabel.name.in_(bindparam("label", expanding=True)))
    .scalar_subquery()
    == bindparam("label_count"),
    "due_before": Task.due_at < bindparam("due_before"),
    "due_after": Task.due_at > bindparam("due_after"),
    "q": or_(
        Task.folded_title.like(bindparam("q"), escape="/"),
        Task.folded_description.like(bindparam("q"), escape="/"),
    ),
}
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

    def values(self) -> dict[str, Any]:
        """The values of the requested filters."""
        values = self.model_dump(exclude_defaults=True, exclude={"sort"})
        if self.label:
            values |= {"label": list(set(self.label)), "label_count": len(set(self.label))}
        if self.q:
            values |= {"q": f"%{as_pattern(self.q.casefold())}%"}
        return values


async def get_task_filter(request: Request, task_filter: Annotated[TaskFilter, Query()]) -> TaskFilter:
    check_once(request, *(TaskFilter.model_fields.keys() - {"label"}))
    return task_filter


TaskFilterDep = Annotated[TaskFilter, Depends(get_task_filter)]


@cache
def select_tasks(wanted: frozenset[str]) -> Select[Any]:
    return TASKS.where(*(condition for name, condition in CONDITIONS.items() if name in wanted))


async def list_page(session: AsyncSession, user: User, wanted: TaskFilter, pager: Pager) -> Page[TaskAnswer]:
    connection = await session.connection()
    values = wanted.values()
    page = await pager.page(
        connection.execute,
        select_tasks(frozenset(values)),
        values | {"user_id": user.id},
        as_item=lambda row: row,
        row_id=Task.id,
        sort=SORTS[wanted.sort],
    )
    labels = await labels_of(connection, [row.id for row in page.items])
    items = [TaskAnswer.model_validate({**row._mapping, "labels": labels[row.id]}) for row in page.items]
    return Page(items=items, next_cursor=page.next_cursor)


async def labels_of(connection: AsyncConnection, task_ids: list[UUID]) -> dict[UUID, list[str]]:
    """The sorted label names, by task id."""
    labels: dict[UUID, list[str]] = defaultdict(list)
    if task_ids:
        for task_id, name in await connection.execute(LABELS, {"task_ids": task_ids}):
            labels[task_id].append(name)
    return labels


def as_pattern(words: str) -> str:
    """Escape `words` for LIKE, so that they match literally."""
    return re.sub("[/%_]", r"/\g<0>", words)
