"""Runs inside a generated FastAPI project, with its packages: the statements of a list without the project around them.

`record` asks the project for LIST and writes the statements it sends to SQLite to statements.json. With the name of the
project, it answers each request with the rows of those statements, through the driver that the project uses.
"""

# mypy: disable-error-code="import-not-found"
# Its packages are those of the generated project.

import asyncio
import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
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


async def serve(shape: Callable[..., Any]) -> None:
    statements = json.loads(STATEMENTS.read_text())
    path = os.environ["DATABASE_URL"].removeprefix("sqlite:///")

    async with aiosqlite.connect(path) as connection:
        connection.row_factory = aiosqlite.Row

        async def page(_: Request) -> JSONResponse:
            return JSONResponse(shape(*[await connection.execute_fetchall(*each) for each in statements]))

        app = Starlette(routes=[Route("/", page)])
        config = uvicorn.Config(app, port=int(os.environ["PORT"]), access_log=False, log_level="warning")
        await uvicorn.Server(config).serve()


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
    for task_id, *_, name in labels:
        names[task_id].append(name)
    return {"items": [task(row, names[row["id"]]) for row in rows[:20]], "next_cursor": None}


def task(row: Any, labels: list[str]) -> dict[str, Any]:
    return {
        "id": str(UUID(row["id"])),
        "title": row["title"],
        "description": row["description"],
        "status": row["status"],
        "priority": PRIORITIES[row["priority"]],
        "due_at": row["due_at"] and time(row["due_at"]),
        "completed_at": row["completed_at"] and time(row["completed_at"]),
        "project_id": row["project_id"] and str(UUID(row["project_id"])),
        "labels": sorted(labels),
        "version": row["version"],
        "created_at": time(row["created_at"]),
        "updated_at": time(row["updated_at"]),
    }


def time(stored: str) -> str:
    return f"{stored[:10]}T{stored[11:23]}Z"


SHAPES: dict[str, Callable[..., Any]] = {"blog": articles, "task-manager": tasks}

if __name__ == "__main__":
    record() if sys.argv[1] == "record" else asyncio.run(serve(SHAPES[sys.argv[1]]))
