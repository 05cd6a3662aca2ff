"""Runs inside a generated FastAPI project, with its packages: the statements of a list without the project around them.

`record` asks the project for LIST and writes the statements it sends to SQLite to statements.json. `serve` answers each
request with the rows of those statements, through the driver that the project uses.
"""

# mypy: disable-error-code="import-not-found"
# Its packages are those of the generated project.

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import aiosqlite
import uvicorn
from sqlalchemy import event
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

STATEMENTS = Path("statements.json")


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
        answer = client.get(os.environ["LIST"], headers={"Authorization": os.environ["AUTHORIZATION"]})
    assert answer.status_code == 200, answer.text
    STATEMENTS.write_text(json.dumps(seen))


async def serve() -> None:
    statements = json.loads(STATEMENTS.read_text())
    path = os.environ["DATABASE_URL"].removeprefix("sqlite:///")

    async with aiosqlite.connect(path) as connection:

        async def rows(_: Request) -> JSONResponse:
            return JSONResponse(
                [[list(row) for row in await connection.execute_fetchall(*each)] for each in statements]
            )

        app = Starlette(routes=[Route("/", rows)])
        config = uvicorn.Config(app, port=int(os.environ["PORT"]), access_log=False, log_level="warning")
        await uvicorn.Server(config).serve()


if __name__ == "__main__":
    record() if sys.argv[1] == "record" else asyncio.run(serve())
