from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
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


def find_task(session: Session, user: User, task_id: UUID) -> Task:
    task = session.scalar(select(Task).where(Task.id == task_id, Task.user_id == user.id))
    if task is None:
        raise NotFound(NOT_FOUND)
    return task


def save(session: Session, user: User, task: Task) -> None:
    with session.no_autoflush:
        if task.project_id is not None and not has_project(session, user, task.project_id):
            raise no_such_project()
    session.add(task)
    try:
        session.flush()
    except StaleDataError:
        raise Stale(CHANGED) from None
    except IntegrityError:
        raise no_such_project() from None


def no_such_project() -> Invalid:
    return Invalid({"/project_id": "You have no project with this id."})


def delete_task(session: Session, task: Task) -> None:
    session.execute(delete(Task).where(Task.id == task.id))


def delete_version(session: Session, task: Task) -> None:
    """Delete the task unless it was changed in the meantime."""
    gone = delete(Task).where(Task.id == task.id, Task.version == task.version)
    if affected(session, gone) == 0:
        raise Stale(CHANGED)


def release_tasks(session: Session, project: Project) -> None:
    """Take the tasks out of the project. They change, so their versions increase."""
    session.execute(
        update(Task)
        .where(Task.user_id == project.user_id, Task.project_id == project.id)
        .values(project_id=None, version=Task.version + 1, updated_at=now())
    )
