"""Records the statements of an application, and their query plans."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from app.services import services_of
from tests.conftest import flask


@contextmanager
def statements(api: TestClient) -> Iterator[list[tuple[str, Any]]]:
    engine = engine_of(api)
    seen: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        seen.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


# A full table scan, in the terms of each database.
SCAN = {
    "sqlite": re.compile(r"SCAN "),
    "postgresql": re.compile(r"Seq Scan"),
    "mysql": re.compile(r"'ALL'"),
}


def dialect(api: TestClient) -> str:
    return str(engine_of(api).dialect.name)


def engine_of(api: TestClient) -> Engine:
    return services_of(flask(api)).database.engine


def explain(api: TestClient, statement: str, parameters: Any) -> str:
    with engine_of(api).connect() as connection:
        if dialect(api) == "postgresql":
            # It scans a small table even if there is an index.
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        keyword = "EXPLAIN QUERY PLAN" if dialect(api) == "sqlite" else "EXPLAIN"
        rows = connection.exec_driver_sql(f"{keyword} {statement}", parameters)
        return "\n".join(str(tuple(row)) for row in rows)
