from datetime import datetime
from typing import Annotated

from fastapi import Depends, Response

from app.accounts.current_user import CurrentUser, get_current_user
from app.cursors import Page
from app.dependencies import SessionDep
from app.pagination import PagerDep
from app.projects.models import Project
from app.projects.queries import find_project, lock_project, projects_of, save
from app.projects.schemas import NewProject, ProjectAnswer, ProjectChange
from app.routing import Router
from app.schemas import Id
from app.sorting import Sort
from app.tasks.queries import release_tasks

router = Router(prefix="/api/v1/projects", dependencies=[Depends(get_current_user)])

NEWEST_FIRST = Sort(Project.created_at, datetime.fromisoformat, descending=True)


async def get_project(project_id: Id, user: CurrentUser, session: SessionDep) -> Project:
    return await find_project(session, user, project_id)


ProjectDep = Annotated[Project, Depends(get_project)]


@router.get("")
async def list_projects(user: CurrentUser, session: SessionDep, pager: PagerDep) -> Page[ProjectAnswer]:
    projects, cursor = await pager.fetch(session, projects_of(user), NEWEST_FIRST)
    return Page(items=[ProjectAnswer.model_validate(project) for project in projects], next_cursor=cursor)


@router.post("", status_code=201)
async def create_project(
    body: NewProject, user: CurrentUser, session: SessionDep, response: Response
) -> ProjectAnswer:
    project = Project(user_id=user.id, **body.model_dump())
    await save(session, project)
    response.headers["Location"] = f"{router.prefix}/{project.id}"
    return ProjectAnswer.model_validate(project)


@router.get("/{project_id}")
async def show_project(project: ProjectDep) -> ProjectAnswer:
    return ProjectAnswer.model_validate(project)


@router.patch("/{project_id}")
async def change_project(body: ProjectChange, project: ProjectDep, session: SessionDep) -> ProjectAnswer:
    for name, value in body.model_dump().items():
        setattr(project, name, value)
    await save(session, project)
    return ProjectAnswer.model_validate(project)


@router.delete("/{project_id}", status_code=204)
async def delete_project(project: ProjectDep, session: SessionDep) -> None:
    await lock_project(session, project)
    await release_tasks(session, project)
    await session.delete(project)
