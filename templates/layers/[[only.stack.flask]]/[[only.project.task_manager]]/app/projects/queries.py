from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.failures import Conflict, NotFound
from app.problems import NOT_FOUND
from app.projects.models import Project


def projects_of(user: User) -> Select[Project]:
    return select(Project).where(Project.user_id == user.id)


def find_project(session: Session, user: User, project_id: UUID) -> Project:
    project = session.scalar(projects_of(user).where(Project.id == project_id))
    if project is None:
        raise NotFound(NOT_FOUND)
    return project


def has_project(session: Session, user: User, project_id: UUID) -> bool:
    is_theirs = exists().where(Project.id == project_id, Project.user_id == user.id)
    return bool(session.scalar(select(is_theirs)))


def lock_project(session: Session, project: Project) -> None:
    """No task can be added to it until the transaction ends."""
    session.scalar(select(Project.id).where(Project.id == project.id).with_for_update())


def save(session: Session, project: Project) -> None:
    session.add(project)
    try:
        session.flush()
    except IntegrityError:
        raise Conflict("You already have a project with this name.") from None
