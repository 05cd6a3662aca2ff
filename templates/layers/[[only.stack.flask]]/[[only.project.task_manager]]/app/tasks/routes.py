from flask import Blueprint, Response, request

from app.accounts.current_user import get_current_user, require_user
from app.cursors import Page
from app.etags import check_match, etag, is_known, require_match
from app.idempotency import answer_once
from app.pagination import fetch_page, with_link
from app.requests import answer, body_of, no_content, query_of
from app.session import get_session
from app.tasks import queries
from app.tasks.listing import TaskFilter, sort_of, tasks_matching
from app.tasks.models import Task
from app.tasks.schemas import NewTask, TaskAnswer, TaskChange
from app.validation import id_of

blueprint = Blueprint("tasks", __name__, url_prefix="/api/v1/tasks")
blueprint.before_request(require_user)


def find_task(task_id: str) -> Task:
    return queries.find_task(get_session(), get_current_user(), id_of(task_id))


@blueprint.get("")
def list_tasks() -> Response:
    wanted = query_of(TaskFilter)
    matching = tasks_matching(get_current_user(), wanted)
    tasks, cursor = fetch_page(get_session(), matching, sort_of(wanted))
    items = [TaskAnswer.model_validate(task) for task in tasks]
    return with_link(answer(Page(items=items, next_cursor=cursor)), cursor)


@blueprint.post("")
def create_task() -> Response:
    body, user = body_of(NewTask), get_current_user()

    def create() -> Response:
        task = Task(user_id=user.id)
        task.change(body.model_dump())
        queries.save(get_session(), user, task)
        response = answer_task(task, status=201)
        response.headers["Location"] = f"{blueprint.url_prefix}/{task.id}"
        return response

    return answer_once(body, create)


@blueprint.get("/<task_id>")
def show_task(task_id: str) -> Response:
    task = find_task(task_id)
    if is_known(request.headers.get("If-None-Match"), task.version):
        return Response(status=304, headers={"ETag": etag(task.version)})
    return answer_task(task)


@blueprint.patch("/<task_id>")
def change_task(task_id: str) -> Response:
    task, body = find_task(task_id), body_of(TaskChange)
    require_match(request.headers.get("If-Match"), task.version)
    task.change(body.model_dump())
    queries.save(get_session(), get_current_user(), task)
    return answer_task(task)


@blueprint.delete("/<task_id>")
def delete_task(task_id: str) -> Response:
    task, session = find_task(task_id), get_session()
    if_match = request.headers.get("If-Match")
    if if_match is None:
        queries.delete_task(session, task)
    else:
        check_match(if_match, task.version)
        queries.delete_version(session, task)
    return no_content()


def answer_task(task: Task, *, status: int = 200) -> Response:
    return answer(TaskAnswer.model_validate(task), status, {"ETag": etag(task.version)})
