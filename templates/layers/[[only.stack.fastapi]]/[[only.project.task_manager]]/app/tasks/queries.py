from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from app.accounts.models import User
from app.database import now
from app.engine import affected
from app.etags import CHANGED
from app.failures import Invalid, NotFound
from app.preconditions import Stale
from app.problems import NOT_FOUND
from app.projects.models import Project
from app.projects.queries import has_project
from app.tasks.models import Task


async def find_task(session: AsyncSession, user: User, task_id: UUID) -> Task:
    task = await session.scalar(select(Task).where(Task.id == task_id, Task.user_id == user.id))
    if task is None:
        raise NotFound(NOT_FOUND)
    return task


async def save(session: AsyncSession, user: User, task: Task) -> None:
    with session.no_autoflush:
        if task.project_id is not None and not await has_project(session, user, task.project_id):
            raise no_such_project()
    session.add(task)
    try:
        await session.flush()
    except StaleDataError:
        raise Stale(CHANGED) from None
    except IntegrityError:
        raise no_such_project() from None


def no_such_project() -> Invalid:
    return Invalid({"/project_id": "You have no project with this id."})


async def delete_task(session: AsyncSession, task: Task) -> None:
    await session.execute(delete(Task).where(Task.id == task.id))


async def delete_version(session: AsyncSession, task: Task) -> None:
    """Delete the task unless it was changed in the meantime."""
    gone = delete(Task).where(Task.id == task.id, Task.version == task.version)
    if await affected(session, gone) == 0:
        raise Stale(CHANGED)


async def release_tasks(session: AsyncSession, project: Project) -> None:
    """Take the tasks out of the project. They change, so their versions increase."""
    await session.execute(
        update(Task)
        .where(Task.user_id == project.user_id, Task.project_id == project.id)
        .values(project_id=None, version=Task.version + 1, updated_at=now())
    )
