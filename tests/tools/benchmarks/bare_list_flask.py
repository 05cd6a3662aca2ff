"""Like `bare_list.py`, for Flask: a view in a thread, behind the same server."""

# mypy: disable-error-code="import-not-found, untyped-decorator"
# The packages are installed in the generated project.

import os
import sqlite3
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any

import uvicorn
from a2wsgi import WSGIMiddleware
from bare_rows import SHAPES, Rows
from flask import Flask, Response, jsonify
from sqlalchemy import Engine, event
from starlette.testclient import TestClient

THREADS = 12

Statements = Sequence[tuple[Any, Any]]
Fetch = Callable[[], Sequence[Rows]]


def record(moment: str) -> Statements:
    """Record the statements and parameters for LIST. `moment` is the SQLAlchemy event to listen to."""
    from app.main import create_app, create_server

    app = create_app()
    seen: list[tuple[Any, Any]] = []

    def before_execute(_: object, statement: Any, many: Any, one: Any, *__: object) -> None:
        seen.append((statement, many or one))

    def before_cursor_execute(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        seen.append((statement, parameters))

    listeners = {"before_execute": before_execute, "before_cursor_execute": before_cursor_execute}
    event.listen(engine_of(app), moment, listeners[moment])
    header = {"Authorization": os.environ["AUTHORIZATION"]} if os.environ["AUTHORIZATION"] else {}
    with TestClient(create_server(app)) as client:
        answer = client.get(os.environ["LIST"], headers=header)
    assert answer.status_code == 200, answer.text
    return seen


def engine_of(app: Flask) -> Engine:
    engine: Engine = app.extensions["services"].database.engine
    return engine


def through_driver(statements: Statements) -> Fetch:
    mine = threading.local()

    def fetch() -> list[Rows]:
        if not hasattr(mine, "connection"):
            mine.connection = sqlite3.connect(os.environ["DATABASE_URL"].removeprefix("sqlite:///"))
        return [mine.connection.execute(*each).fetchall() for each in statements]

    return fetch


def through_engine(statements: Statements) -> Fetch:
    from app.main import create_app

    engine = engine_of(create_app())

    def fetch() -> list[Rows]:
        with engine.connect() as connection:
            return [connection.execute(*each).all() for each in statements]

    return fetch


def serve(fetch: Fetch, shape: Callable[..., Any]) -> None:
    app = Flask(__name__)

    @app.get("/")
    def page() -> Response:
        return jsonify(shape(*fetch()))

    server: Any = WSGIMiddleware(app.wsgi_app, workers=THREADS)
    uvicorn.run(server, port=int(os.environ["PORT"]), access_log=False, log_level="warning", lifespan="off")


WAYS = {"driver": (through_driver, "before_cursor_execute"), "engine": (through_engine, "before_execute")}

if __name__ == "__main__":
    sys.path.insert(0, "")
    through, moment = WAYS[sys.argv[2]]
    serve(through(record(moment)), SHAPES[sys.argv[1]])
