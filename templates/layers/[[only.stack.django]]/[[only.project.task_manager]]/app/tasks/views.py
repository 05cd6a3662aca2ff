from uuid import UUID

from django.http import HttpRequest, HttpResponse

from app.etags import check_match, etag, is_known, require_match
from app.idempotency import answer_once
from app.pagination import answer_page
from app.tasks import queries
from app.tasks.filters import TaskFilter
from app.tasks.listing import sort_of, tasks_matching
from app.tasks.models import Task
from app.tasks.queries import find_task
from app.tasks.schemas import NewTask, TaskAnswer, TaskChange
from app.views import ApiView, answer, body_of, query_of


class Tasks(ApiView):
    def get(self, request: HttpRequest) -> HttpResponse:
        wanted = query_of(request, TaskFilter)
        return answer_page(
            request, tasks_matching(self.user, wanted), sort_of(wanted), TaskAnswer.model_validate
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        body = body_of(request, NewTask)

        def create() -> HttpResponse:
            task = Task(user=self.user)
            queries.add(task, body.model_dump())
            return answer_task(task, status=201, location=f"/api/v1/tasks/{task.id}")

        return answer_once(request, self.user, body, create)


class OneTask(ApiView):
    def get(self, request: HttpRequest, task_id: UUID) -> HttpResponse:
        task = find_task(self.user, task_id)
        if is_known(request.headers.get("If-None-Match"), task.version):
            return HttpResponse(status=304, headers={"ETag": etag(task.version)})
        return answer_task(task)

    def patch(self, request: HttpRequest, task_id: UUID) -> HttpResponse:
        body = body_of(request, TaskChange)
        task = find_task(self.user, task_id)
        require_match(request.headers.get("If-Match"), task.version)
        queries.change(task, body.model_dump())
        return answer_task(task)

    def delete(self, request: HttpRequest, task_id: UUID) -> HttpResponse:
        task = find_task(self.user, task_id)
        if_match = request.headers.get("If-Match")
        if if_match is None:
            queries.delete(task)
        else:
            check_match(if_match, task.version)
            queries.delete_version(task)
        return HttpResponse(status=204)


def answer_task(task: Task, *, status: int = 200, location: str | None = None) -> HttpResponse:
    headers = {"ETag": etag(task.version)} | ({"Location": location} if location else {})
    return answer(TaskAnswer.model_validate(task), status=status, headers=headers)
