from uuid import UUID

from django.db import IntegrityError, transaction

from app.accounts.models import User
from app.failures import Conflict, NotFound
from app.problems import NOT_FOUND
from app.projects.models import Project
from app.tasks.queries import release_tasks


def find_project(user: User, project_id: UUID) -> Project:
    project = user.projects.filter(id=project_id).first()
    if project is None:
        raise NotFound(NOT_FOUND)
    return project


def save(project: Project) -> None:
    try:
        with transaction.atomic():
            project.save()
    except IntegrityError:
        raise Conflict("You already have a project with this name.") from None


@transaction.atomic
def delete(project: Project) -> None:
    # No task can be added to it until the transaction ends.
    Project.objects.select_for_update().filter(id=project.id).first()
    release_tasks(project)
    project.delete()
