from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from app.accounts.models import User
from app.database import delete_locked, now
from app.etags import CHANGED
from app.failures import Invalid, NotFound
from app.preconditions import Stale
from app.problems import NOT_FOUND
from app.projects.models import Project
from app.tasks.models import Task, TaskLabel


def find_task(user: User, task_id: UUID) -> Task:
    task = user.tasks.filter(id=task_id).first()
    if task is None:
        raise NotFound(NOT_FOUND)
    return task


def add(task: Task, values: dict[str, Any]) -> None:
    """Store a new task."""
    labels = values.pop("labels")
    task.change(values)
    check_project(task)
    try:
        with transaction.atomic():
            task.save(force_insert=True)
            set_labels(task, labels)
    except IntegrityError:
        raise no_such_project() from None


def change(task: Task, values: dict[str, Any]) -> None:
    """Store a change, unless another one came first: the update names the version that it is based on."""
    labels = values.pop("labels", None)
    task.change(values)
    check_project(task)
    this_version = Task.objects.filter(id=task.id, version=task.version)
    task.version += 1
    columns = {field.attname: getattr(task, field.attname) for field in Task._meta.concrete_fields}
    try:
        with transaction.atomic():
            if not this_version.update(**columns):
                raise Stale(CHANGED)
            if labels is not None:
                set_labels(task, labels)
    except IntegrityError:
        raise no_such_project() from None


def set_labels(task: Task, names: list[str]) -> None:
    labels = {label.name: label for label in task.task_labels.all()}
    removed = [label.id for name, label in labels.items() if name not in names]
    # By id, because MySQL locks the end of a range too, and with it the labels that others add there.
    task.task_labels.filter(id__in=removed).delete()
    TaskLabel.objects.bulk_create(TaskLabel(task=task, name=name) for name in names if name not in labels)


def check_project(task: Task) -> None:
    if task.project_id and not Project.objects.filter(id=task.project_id, user=task.user_id).exists():
        raise no_such_project()


def no_such_project() -> Invalid:
    return Invalid({"/project_id": "You have no project with this id."})


def delete(task: Task) -> None:
    delete_locked(Task.objects.filter(id=task.id))


def delete_version(task: Task) -> None:
    """Delete the task unless it was changed in the meantime."""
    if not delete_locked(Task.objects.filter(id=task.id, version=task.version)):
        raise Stale(CHANGED)


def release_tasks(project: Project) -> None:
    """Take the tasks out of the project. They change, so their versions increase."""
    project.tasks.update(project=None, version=F("version") + 1, updated_at=now())
