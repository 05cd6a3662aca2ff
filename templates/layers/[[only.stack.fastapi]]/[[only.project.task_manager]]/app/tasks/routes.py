from typing import Annotated

from fastapi import Depends, Response

from app.accounts.current_user import CurrentUser, get_current_user
from app.conditions import IfMatch, IfNoneMatch
from app.cursors import Page
from app.dependencies import SessionDep
from app.etags import check_match, etag, is_known, require_match
from app.idempotency import AnswerOnceDep
from app.pagination import PagerDep
from app.routing import Router
from app.schemas import Id
from app.tasks import queries
from app.tasks.filters import TaskFilterDep
from app.tasks.listing import sort_of, tasks_matching
from app.tasks.models import Task
from app.tasks.schemas import NewTask, TaskAnswer, TaskChange

router = Router(prefix="/api/v1/tasks", dependencies=[Depends(get_current_user)])


async def get_task(task_id: Id, user: CurrentUser, session: SessionDep) -> Task:
    return await queries.find_task(session, user, task_id)


TaskDep = Annotated[Task, Depends(get_task)]


@router.get("")
async def list_tasks(
    user: CurrentUser, session: SessionDep, wanted: TaskFilterDep, pager: PagerDep
) -> Page[TaskAnswer]:
    tasks, cursor = await pager.fetch(session, tasks_matching(user, wanted), sort_of(wanted))
    return Page(items=[TaskAnswer.model_validate(task) for task in tasks], next_cursor=cursor)


@router.post("", status_code=201)
async def create_task(
    body: NewTask, user: CurrentUser, session: SessionDep, answer_once: AnswerOnceDep
) -> Response:
    async def create() -> Response:
        task = Task(user_id=user.id)
        task.change(body.model_dump())
        await queries.save(session, user, task)
        answer = answer_task(task, status=201)
        answer.headers["Location"] = f"{router.prefix}/{task.id}"
        return answer

    return await answer_once(body, create)


@router.get("/{task_id}")
async def show_task(task: TaskDep, if_none_match: IfNoneMatch = None) -> Response:
    if is_known(if_none_match, task.version):
        return Response(status_code=304, headers={"ETag": etag(task.version)})
    return answer_task(task)


@router.patch("/{task_id}")
async def change_task(
    body: TaskChange, task: TaskDep, user: CurrentUser, session: SessionDep, if_match: IfMatch = None
) -> Response:
    require_match(if_match, task.version)
    task.change(body.model_dump())
    await queries.save(session, user, task)
    return answer_task(task)


@router.delete("/{task_id}", status_code=204)
async def delete_task(task: TaskDep, session: SessionDep, if_match: IfMatch = None) -> None:
    if if_match is None:
        await queries.delete_task(session, task)
    else:
        check_match(if_match, task.version)
        await queries.delete_version(session, task)


def answer_task(task: Task, *, status: int = 200) -> Response:
    body = TaskAnswer.model_validate(task).model_dump_json()
    return Response(body, status, {"ETag": etag(task.version)}, media_type="application/json")
