from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from app.pagination import Sort, answer_page
from app.projects import queries
from app.projects.models import Project
from app.projects.queries import find_project
from app.projects.schemas import NewProject, ProjectAnswer, ProjectChange
from app.views import ApiView, answer, body_of

NEWEST_FIRST = Sort("created_at", datetime.fromisoformat, descending=True)


class Projects(ApiView):
    def get(self, request: HttpRequest) -> HttpResponse:
        return answer_page(request, self.user.projects.all(), NEWEST_FIRST, ProjectAnswer.model_validate)

    def post(self, request: HttpRequest) -> HttpResponse:
        project = Project(user=self.user, **body_of(request, NewProject).model_dump())
        queries.save(project)
        location = f"/api/v1/projects/{project.id}"
        return answer(ProjectAnswer.model_validate(project), status=201, headers={"Location": location})


class OneProject(ApiView):
    def get(self, request: HttpRequest, project_id: UUID) -> HttpResponse:
        return answer(ProjectAnswer.model_validate(find_project(self.user, project_id)))

    def patch(self, request: HttpRequest, project_id: UUID) -> HttpResponse:
        body = body_of(request, ProjectChange)
        project = find_project(self.user, project_id)
        for name, value in body.model_dump().items():
            setattr(project, name, value)
        queries.save(project)
        return answer(ProjectAnswer.model_validate(project))

    def delete(self, request: HttpRequest, project_id: UUID) -> HttpResponse:
        queries.delete(find_project(self.user, project_id))
        return HttpResponse(status=204)
