from typing import Annotated

from fastapi import Depends, Response
from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.current_user import CurrentUser
from app.database import SessionDep, now
from app.errors import NOT_FOUND
from app.failures import Conflict, NotFound
from app.pagination import Page, PagerDep, Sort
from app.projects.models import Project
from app.projects.schemas import NewProject, ProjectAnswer, ProjectChange
from app.routing import Router
from app.schemas import Id, format_time, parse_time
from app.tasks.models import Task

router = Router(prefix="/api/v1/projects", tags=["projects"])

PROJECTS = select(Project).where(Project.user_id == bindparam("user_id"))
NEWEST_FIRST = Sort("created_at", Project.created_at, dump=format_time, load=parse_time).reversed()


async def get_project(project_id: Id, user: CurrentUser, session: SessionDep) -> Project:
    project = await session.scalar(
        select(Project).where(Project.id == project_id, Project.user_id == user.id)
    )
    if project is None:
        raise NotFound(NOT_FOUND)
    return project


ProjectDep = Annotated[Project, Depends(get_project)]


@router.get("")
async def list_projects(user: CurrentUser, session: SessionDep, pager: PagerDep) -> Page[ProjectAnswer]:
    return await pager.page(
        session.scalars,
        PROJECTS,
        {"user_id": user.id},
        as_item=ProjectAnswer.model_validate,
        row_id=Project.id,
        sort=NEWEST_FIRST,
    )


@router.post("", status_code=201)
async def create_project(
    body: NewProject, user: CurrentUser, session: SessionDep, response: Response
) -> ProjectAnswer:
    project = Project(user_id=user.id, **body.model_dump())
    session.add(project)
    await save(session)
    response.headers["Location"] = f"{router.prefix}/{project.id}"
    return ProjectAnswer.model_validate(project)


@router.get("/{project_id}")
async def show_project(project: ProjectDep) -> ProjectAnswer:
    return ProjectAnswer.model_validate(project)


@router.patch("/{project_id}")
async def change_project(body: ProjectChange, project: ProjectDep, session: SessionDep) -> ProjectAnswer:
    for name, value in body.model_dump(exclude_unset=True).items():
        setattr(project, name, value)
    await save(session)
    return ProjectAnswer.model_validate(project)


@router.delete("/{project_id}", status_code=204)
async def delete_project(project: ProjectDep, session: SessionDep) -> None:
    # Its tasks are kept. They change, so their versions increase; the lock prevents new tasks meanwhile.
    await session.scalar(select(Project.id).where(Project.id == project.id).with_for_update())
    await session.execute(
        update(Task)
        .where(Task.user_id == project.user_id, Task.project_id == project.id)
        .values(project_id=None, version=Task.version + 1, updated_at=now())
    )
    await session.delete(project)


async def save(session: AsyncSession) -> None:
    try:
        await session.flush()
    except IntegrityError:
        raise Conflict("You already have a project with this name.") from None
