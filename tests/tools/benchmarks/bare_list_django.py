"""Like `bare_list.py`, for Django: a view in a thread, behind the same server.

The rows come either from the database driver, through Django's cursor and the recorded SQL, or from the recorded queries of its
`orm`, which writes their SQL again, but makes no objects of the rows.
"""

# mypy: disable-error-code="import-not-found, import-untyped"
# The packages are installed in the generated project.

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import uvicorn
from a2wsgi import WSGIMiddleware
from bare_rows import SHAPES, Rows
from starlette.testclient import TestClient

THREADS = 12

# The columns of each statement of a list, in the order in which a shape reads them.
TASK = (
    "id user_id project_id title description folded_title folded_description status priority due_at completed_at version "
    "created_at updated_at"
)
ARTICLE = (
    "id slug title description created_at updated_at username bio image following favorited favorites_count"
)
COLUMNS = {
    "blog": {3: "__count", 1: ARTICLE, 2: "_prefetch_related_val_article_id name"},
    "task-manager": {0: "id", 1: TASK, 2: "task_id name"},
}

Fetch = Callable[[], Rows]


def record() -> list[tuple[Any, str, Any]]:
    """Record the queries for LIST, with their SQL and parameters."""
    from app.main import create_app
    from django.db.models.sql.compiler import SQLCompiler

    application = create_app()
    seen: list[tuple[Any, str, Any]] = []
    execute = SQLCompiler.execute_sql

    def recording(self: Any, *words: Any, **options: Any) -> Any:
        seen.append((self.query.clone(), *self.query.clone().get_compiler("default").as_sql()))
        return execute(self, *words, **options)

    SQLCompiler.execute_sql = recording
    header = {"Authorization": os.environ["AUTHORIZATION"]} if os.environ["AUTHORIZATION"] else {}
    with TestClient(application) as client:
        answer = client.get(os.environ["LIST"], headers=header)
    SQLCompiler.execute_sql = execute
    assert answer.status_code == 200, answer.text
    return seen


def through_driver(_: Any, sql: str, parameters: Any) -> Fetch:
    from django.db import connection

    def fetch() -> Rows:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            rows: Rows = cursor.fetchall()
            return rows

    return fetch


def through_orm(query: Any, _: str, __: Any) -> Fetch:
    return lambda: list(query.clone().get_compiler("default").results_iter())


def positions_of(sql: str, parameters: Any, wanted: str) -> list[int]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column[0] for column in cursor.description]
    return [names.index(name) for name in wanted.split()]


def serve(statements: list[tuple[Fetch, list[int]]], others: list[Fetch], shape: Callable[..., Any]) -> None:
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.http import HttpRequest, JsonResponse
    from django.urls import path

    def page(_: HttpRequest) -> JsonResponse:
        for fetch in others:
            fetch()
        return JsonResponse(shape(*(picked(fetch(), positions) for fetch, positions in statements)))

    sys.modules["bare_urls"] = type(sys)("bare_urls")
    sys.modules["bare_urls"].urlpatterns = [path("", page)]  # type: ignore[attr-defined]
    settings.ROOT_URLCONF, settings.MIDDLEWARE = "bare_urls", []
    server: Any = WSGIMiddleware(WSGIHandler(), workers=THREADS)
    uvicorn.run(server, port=int(os.environ["PORT"]), access_log=False, log_level="warning", lifespan="off")


def picked(rows: Rows, positions: Sequence[int]) -> list[list[Any]]:
    return [[row[position] for position in positions] for row in rows]


WAYS = {"driver": through_driver, "orm": through_orm}


def main(project: str, way: str) -> None:
    recorded = record()
    columns = COLUMNS[project]
    statements = [
        (WAYS[way](*recorded[number]), positions_of(*recorded[number][1:], wanted))
        for number, wanted in columns.items()
    ]
    others = [WAYS[way](*each) for number, each in enumerate(recorded) if number not in columns]
    serve(statements, others, SHAPES[project])


if __name__ == "__main__":
    sys.path.insert(0, "")
    main(*sys.argv[1:])
