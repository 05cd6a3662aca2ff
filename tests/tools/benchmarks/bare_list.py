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
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import aiosqlite
import uvicorn
from bare_rows import SHAPES, Rows
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from sqlalchemy import event

Statements = Sequence[tuple[Any, Any]]
Fetch = Callable[[], Awaitable[Sequence[Rows]]]


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


WAYS = {"driver": (through_driver, "before_cursor_execute"), "engine": (through_engine, "before_execute")}

if __name__ == "__main__":
    fetched, moment = WAYS[sys.argv[2]]
    asyncio.run(serve(fetched(record(moment)), SHAPES[sys.argv[1]]))
