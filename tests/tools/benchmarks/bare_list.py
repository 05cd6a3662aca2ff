"""A minimal server for a list of a generated FastAPI project, which runs in the project's environment.

It requests LIST from the project once to record its SQL statements. Then it responds to each request with their rows:
either from the database `driver`, with the recorded SQL, or from the project's SQLAlchemy `engine`, with its `select()`s,
its pool and a transaction per request.
"""

# mypy: disable-error-code="import-not-found, untyped-decorator"
# The packages are installed in the generated project.

import asyncio
import os
import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import aiosqlite
import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from sqlalchemy import event

PRIORITIES = ("low", "medium", "high", "urgent")

Rows = Sequence[Any]
Statements = Sequence[tuple[Any, Any]]
Fetch = Callable[[], Awaitable[Sequence[Rows]]]
Moment = str | datetime


def record(moment: str) -> list[tuple[Any, Any]]:
    """Record the statements and parameters for LIST. `moment` is the SQLAlchemy event to listen to."""
    sys.path.insert(0, "")
    from app.main import create_app
    from fastapi.testclient import TestClient

    app = create_app()
    seen: list[tuple[Any, Any]] = []

    def before_execute(_: object, statement: Any, many: Any, one: Any, *__: object) -> None:
        seen.append((statement, many or one))

    def before_cursor_execute(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        seen.append((statement, parameters))

    listeners = {"before_execute": before_execute, "before_cursor_execute": before_cursor_execute}
    event.listen(app.state.database.engine.sync_engine, moment, listeners[moment])
    with TestClient(app) as client:
        header = {"Authorization": os.environ["AUTHORIZATION"]} if os.environ["AUTHORIZATION"] else {}
        answer = client.get(os.environ["LIST"], headers=header)
    assert answer.status_code == 200, answer.text
    return seen


async def serve(fetched: AbstractAsyncContextManager[Fetch], shape: Callable[..., Any]) -> None:
    async with fetched as fetch:
        app = FastAPI(openapi_url=None)

        @app.get("/")
        async def page() -> JSONResponse:
            return JSONResponse(shape(*await fetch()))

        config = uvicorn.Config(app, port=int(os.environ["PORT"]), access_log=False, log_level="warning")
        await uvicorn.Server(config).serve()


@asynccontextmanager
async def through_driver(statements: Statements) -> AsyncIterator[Fetch]:
    async with aiosqlite.connect(os.environ["DATABASE_URL"].removeprefix("sqlite:///")) as connection:

        async def fetch() -> list[Rows]:
            return [list(await connection.execute_fetchall(*each)) for each in statements]

        yield fetch


@asynccontextmanager
async def through_engine(statements: Statements) -> AsyncIterator[Fetch]:
    from app.main import create_app

    engine = create_app().state.database.engine

    async def fetch() -> list[Rows]:
        async with engine.connect() as connection:
            return [(await connection.execute(*each)).all() for each in statements]

    yield fetch
    await engine.dispose()


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
        return stored.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return f"{stored[:10]}T{stored[11:23]}Z"


SHAPES: dict[str, Callable[..., Any]] = {"blog": articles, "task-manager": tasks}

WAYS = {"driver": (through_driver, "before_cursor_execute"), "engine": (through_engine, "before_execute")}

if __name__ == "__main__":
    fetched, moment = WAYS[sys.argv[2]]
    asyncio.run(serve(fetched(record(moment)), SHAPES[sys.argv[1]]))
