"""Requests that several tests of the task manager share."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from scaffolder.contracts.client import Client

NOWHERE = str(uuid.UUID("00000000-0000-4000-8000-000000000000"))


def make_task(user: Client, title: str = "Water the plants", **members: Any) -> dict[str, Any]:
    task: dict[str, Any] = user.post("/tasks", json={"title": title, **members}, expect=201).json()
    return task


def make_project(user: Client, name: str = "Garden", **members: Any) -> dict[str, Any]:
    project: dict[str, Any] = user.post("/projects", json={"name": name, **members}, expect=201).json()
    return project


def etag(user: Client, task: dict[str, Any]) -> str:
    return user.get(f"/tasks/{task['id']}", expect=200).headers["etag"]


def change(user: Client, task: dict[str, Any], *, expect: int = 200, **members: Any) -> httpx.Response:
    """Change a task, with its current ETag."""
    headers = {"If-Match": etag(user, task)}
    return user.patch(f"/tasks/{task['id']}", json=members, headers=headers, expect=expect)


def pointers(answer: httpx.Response) -> list[str]:
    return sorted(error["pointer"] for error in answer.json()["errors"])


def from_now(**delta: float) -> str:
    return as_text(datetime.now(UTC) + timedelta(**delta))


def as_text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
