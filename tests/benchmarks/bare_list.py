"""Runs inside a generated FastAPI project, with its packages: the statements of a list without the project around them.

`record` asks the project for LIST and writes the statements it sends to SQLite to statements.json. With the name of the
project, it answers each request with the rows of those statements: through the `driver` alone, or through SQLAlchemy's
`engine` as the project has it, with its pool and a transaction for each request.
"""

# mypy: disable-error-code="import-not-found"
# Its packages are those of the generated project.

import asyncio
import json
import os
import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import aiosqlite
import uvicorn
from sqlalchemy import event
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

STATEMENTS = Path("statements.json")

PRIORITIES = ("low", "medium", "high", "urgent")

Rows = Sequence[Any]
Statements = Sequence[tuple[str, Sequence[Any]]]
Fetch = Callable[[Statements], Awaitable[Sequence[Rows]]]


def record() -> None:
    sys.path.insert(0, "")
    from app.main import create_app
    from fastapi.testclient import TestClient

    app = create_app()
    seen: list[tuple[str, Any]] = []
    event.listen(
        app.state.database.engine.sync_engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, parameters, *_: seen.append((statement, parameters)),
    )
    with TestClient(app) as client:
        header = {"Authorization": os.environ["AUTHORIZATION"]} if os.environ["AUTHORIZATION"] else {}
        answer = client.get(os.environ["LIST"], headers=header)
    assert answer.status_code == 200, answer.text
    STATEMENTS.write_text(json.dumps(seen))


async def serve(fetched: Callable[[], AbstractAsyncContextManager[Fetch]], shape: Callable[..., Any]) -> None:
    statements = json.loads(STATEMENTS.read_text())
    async with fetched() as fetch:

        async def page(_: Request) -> JSONResponse:
            return JSONResponse(shape(*await fetch(statements)))

        app = Starlette(routes=[Route("/", page)])
        config = uvicorn.Config(app, port=int(os.environ["PORT"]), access_log=False, log_level="warning")
        await uvicorn.Server(config).serve()


@asynccontextmanager
async def through_driver() -> AsyncIterator[Fetch]:
    async with aiosqlite.connect(os.environ["DATABASE_URL"].removeprefix("sqlite:///")) as connection:

        async def fetch(statements: Statements) -> list[Rows]:
            return [list(await connection.execute_fetchall(*each)) for each in statements]

        yield fetch


@asynccontextmanager
async def through_engine() -> AsyncIterator[Fetch]:
    sys.path.insert(0, "")
    from app.main import create_app

    engine = create_app().state.database.engine

    async def fetch(statements: Statements) -> list[Rows]:
        async with engine.connect() as connection:
            results = [await connection.exec_driver_sql(sql, tuple(values)) for sql, values in statements]
            return [result.all() for result in results]

    yield fetch
    await engine.dispose()


def articles(rows: Rows, tags: Rows) -> dict[str, Any]:
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
            for key, slug, title, description, created, updated, username, bio, image, following, favorited, favorites, _ in rows
        ],
        "articlesCount": rows[0][-1],
    }


def tasks(_: Rows, rows: Rows, labels: Rows) -> dict[str, Any]:
    names = defaultdict(list)
    for task_id, name in labels:
        names[task_id].append(name)
    return {"items": [task(*row, labels=names[row[0]]) for row in rows[:20]], "next_cursor": None}


def task(
    key: str,
    title: str,
    description: str,
    status: str,
    priority: int,
    due: str | None,
    completed: str | None,
    project: str | None,
    version: int,
    created: str,
    updated: str,
    *_: object,
    labels: list[str],
) -> dict[str, Any]:
    return {
        "id": str(UUID(key)),
        "title": title,
        "description": description,
        "status": status,
        "priority": PRIORITIES[priority],
        "due_at": due and time(due),
        "completed_at": completed and time(completed),
        "project_id": project and str(UUID(project)),
        "labels": labels,
        "version": version,
        "created_at": time(created),
        "updated_at": time(updated),
    }


def time(stored: str) -> str:
    return f"{stored[:10]}T{stored[11:23]}Z"


SHAPES: dict[str, Callable[..., Any]] = {"blog": articles, "task-manager": tasks}

WAYS = {"driver": through_driver, "engine": through_engine}

if __name__ == "__main__":
    record() if sys.argv[1] == "record" else asyncio.run(serve(WAYS[sys.argv[2]], SHAPES[sys.argv[1]]))
