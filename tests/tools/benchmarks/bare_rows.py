"""The JSON of a list from the rows of its statements, for minimal servers."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

PRIORITIES = ("low", "medium", "high", "urgent")

Rows = Sequence[Any]
Moment = str | datetime


def articles(count: Rows, rows: Rows, tags: Rows) -> dict[str, Any]:
    names = defaultdict(list)
    for article_id, name in tags:
        names[article_id].append(name)
    return {
        "articles": [
            {
                "slug": slug,
                "title": title,
                "description": description,
                "tagList": names[key],
                "createdAt": time(created),
                "updatedAt": time(updated),
                "favorited": bool(favorited),
                "favoritesCount": favorites,
                "author": {"username": username, "bio": bio, "image": image, "following": bool(following)},
            }
            for key, slug, title, description, created, updated, username, bio, image, following, favorited, favorites in rows
        ],
        "articlesCount": count[0][0],
    }


def tasks(_: Rows, rows: Rows, labels: Rows) -> dict[str, Any]:
    names = defaultdict(list)
    for task_id, name in labels:
        names[task_id].append(name)
    return {"items": [task(*row, labels=names[row[0]]) for row in rows[:20]], "next_cursor": None}


def task(
    key: str | UUID,
    _user: object,
    project: str | UUID | None,
    title: str,
    description: str,
    _folded_title: object,
    _folded_description: object,
    status: str,
    priority: int | str,
    due: Moment | None,
    completed: Moment | None,
    version: int,
    created: Moment,
    updated: Moment,
    *,
    labels: list[str],
) -> dict[str, Any]:
    return {
        "id": identifier(key),
        "title": title,
        "description": description,
        "status": status,
        "priority": priority if isinstance(priority, str) else PRIORITIES[priority],
        "due_at": due and time(due),
        "completed_at": completed and time(completed),
        "project_id": project and identifier(project),
        "labels": sorted(labels),
        "version": version,
        "created_at": time(created),
        "updated_at": time(updated),
    }


def identifier(stored: str | UUID) -> str:
    return str(stored if isinstance(stored, UUID) else UUID(stored))


def time(stored: Moment) -> str:
    if isinstance(stored, datetime):
        return stored.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"
    return f"{stored[:10]}T{stored[11:23]}Z"


SHAPES: dict[str, Callable[..., Any]] = {"blog": articles, "task-manager": tasks}
