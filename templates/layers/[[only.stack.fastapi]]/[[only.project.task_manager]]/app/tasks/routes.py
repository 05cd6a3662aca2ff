from typing import Annotated

from fastapi import Depends, Response
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from app.accounts.current_user import CurrentUser
from app.accounts.models import User
from app.database import SessionDep, affected
from app.errors import NOT_FOUND
from app.etags import CHANGED, IfMatch, IfNoneMatch, check_match, etag, is_known, require_match
from app.failures import Invalid, NotFound, Stale
from app.idempotency import IdempotencyKey, answered_once
from app.pagination import Page, PagerDep
from app.projects.models import Project
from app.routing import Router
from app.schemas import Id
from app.tasks.listing import TaskFilterDep, list_page
from app.tasks.models import Task
from app.tasks.schemas import NewTask, TaskAnswer, TaskChange

router = Router(prefix="/api/v1/tasks", tags=["tasks"])


async def get_task(task_id: Id, user: CurrentUser, session: SessionDep) -> Task:
    task = await session.scalar(select(Task).where(Task.id == task_id, Task.user_id == user.id))
    if task is None:
        raise NotFound(NOT_FOUND)
    return task


TaskDep = Annotated[Task, Depends(get_task)]


@router.get("")
async def list_tasks(
    user: CurrentUser, session: SessionDep, wanted: TaskFilterDep, pager: PagerDep
) -> Page[TaskAnswer]:
    return await list_page(session, user, wanted, pager)


@router.post("", status_code=201, response_model=TaskAnswer)
async def create_task(
    body: NewTask, user: CurrentUser, session: SessionDep, idempotency_key: IdempotencyKey = None
) -> Response:
    async with answered_once(session, user, idempotency_key, body) as attempt:
        if attempt.response is None:
            task = Task(user_id=user.id)
            task.change(body.model_dump())
            session.add(task)
            await save(session, task, user)
            attempt.response = answer_task(task, status=201)
            attempt.response.headers["Location"] = f"{router.prefix}/{task.id}"
    return attempt.response


@router.get("/{task_id}", response_model=TaskAnswer)
async def show_task(task: TaskDep, if_none_match: IfNoneMatch = None) -> Response:
    if is_known(if_none_match, task.version):
        return Response(status_code=304, headers={"ETag": etag(task.version)})
    return answer_task(task)


@router.patch("/{task_id}", response_model=TaskAnswer)
async def change_task(
    body: TaskChange, task: TaskDep, user: CurrentUser, session: SessionDep, if_match: IfMatch = None
) -> Response:
    require_match(if_match, task.version)
    task.change(body.model_dump(exclude_unset=True))
    await save(session, task, user)
    return answer_task(task)


@router.delete("/{task_id}", status_code=204)
async def delete_task(task: TaskDep, session: SessionDep, if_match: IfMatch = None) -> None:
    check_match(if_match, task.version)
    gone = delete(Task).where(Task.id == task.id)
    if if_match is not None:
        gone = gone.where(Task.version == task.version)
    if await affected(session, gone) == 0 and if_match is not None:
        raise Stale(CHANGED)


async def save(session: AsyncSession, task: Task, user: User) -> None:
    if task.project_id is not None:
        await check_project(session, task, user)
    try:
        await session.flush()
    except StaleDataError:
        raise Stale(CHANGED) from None
    except IntegrityError:
        raise no_such_project() from None


async def check_project(session: AsyncSession, task: Task, user: User) -> None:
    with session.no_autoflush:
        mine = select(Project.id).where(Project.id == task.project_id, Project.user_id == user.id)
        if await session.scalar(mine) is None:
            raise no_such_project()


def no_such_project() -> Invalid:
    return Invalid({"/project_id": "You have no project with this id."})


def answer_task(task: Task, *, status: int = 200) -> Response:
    body = TaskAnswer.model_validate(task).model_dump_json()
    return Response(body, status, {"ETag": etag(task.version)}, media_type="application/json")
