from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.failures import Conflict, NotFound
from app.problems import NOT_FOUND
from app.projects.models import Project


def projects_of(user: User) -> Select[Project]:
    return select(Project).where(Project.user_id == user.id)


async def find_project(session: AsyncSession, user: User, project_id: UUID) -> Project:
    project = await session.scalar(projects_of(user).where(Project.id == project_id))
    if project is None:
        raise NotFound(NOT_FOUND)
    return project


async def has_project(session: AsyncSession, user: User, project_id: UUID) -> bool:
    is_theirs = exists().where(Project.id == project_id, Project.user_id == user.id)
    return bool(await session.scalar(select(is_theirs)))


async def lock_project(session: AsyncSession, project: Project) -> None:
    """No task can be added to it until the transaction ends."""
    await session.scalar(select(Project.id).where(Project.id == project.id).with_for_update())


async def save(session: AsyncSession, project: Project) -> None:
    session.add(project)
    try:
        await session.flush()
    except IntegrityError:
        raise Conflict("You already have a project with this name.") from None
