from datetime import datetime

from flask import Blueprint, Response

from app.accounts.current_user import get_current_user, require_user
from app.cursors import Page
from app.pagination import fetch_page, with_link
from app.projects import queries
from app.projects.models import Project
from app.projects.schemas import NewProject, ProjectAnswer, ProjectChange
from app.requests import answer, body_of, no_content
from app.session import get_session
from app.sorting import Sort
from app.tasks.queries import release_tasks
from app.validation import id_of

blueprint = Blueprint("projects", __name__, url_prefix="/api/v1/projects")
blueprint.before_request(require_user)

NEWEST_FIRST = Sort(Project.created_at, datetime.fromisoformat, descending=True)


def find_project(project_id: str) -> Project:
    return queries.find_project(get_session(), get_current_user(), id_of(project_id))


@blueprint.get("")
def list_projects() -> Response:
    projects, cursor = fetch_page(get_session(), queries.projects_of(get_current_user()), NEWEST_FIRST)
    items = [ProjectAnswer.model_validate(project) for project in projects]
    return with_link(answer(Page(items=items, next_cursor=cursor)), cursor)


@blueprint.post("")
def create_project() -> Response:
    project = Project(user_id=get_current_user().id, **body_of(NewProject).model_dump())
    queries.save(get_session(), project)
    location = {"Location": f"{blueprint.url_prefix}/{project.id}"}
    return answer(ProjectAnswer.model_validate(project), 201, location)


@blueprint.get("/<project_id>")
def show_project(project_id: str) -> Response:
    return answer(ProjectAnswer.model_validate(find_project(project_id)))


@blueprint.patch("/<project_id>")
def change_project(project_id: str) -> Response:
    project, body = find_project(project_id), body_of(ProjectChange)
    for name, value in body.model_dump().items():
        setattr(project, name, value)
    queries.save(get_session(), project)
    return answer(ProjectAnswer.model_validate(project))


@blueprint.delete("/<project_id>")
def delete_project(project_id: str) -> Response:
    project, session = find_project(project_id), get_session()
    queries.lock_project(session, project)
    release_tasks(session, project)
    session.delete(project)
    return no_content()
