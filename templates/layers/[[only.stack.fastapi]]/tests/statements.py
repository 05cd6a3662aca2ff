"""Records the statements of an application, and their query plans."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from starlette.testclient import TestClient

from app.engine import Database
from tests.conftest import fastapi


@contextmanager
def statements(api: TestClient) -> Iterator[list[tuple[str, Any]]]:
    engine = database(api).engine.sync_engine
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
    return str(database(api).engine.dialect.name)


def database(api: TestClient) -> Database:
    found: Database = fastapi(api).state.database
    return found


def explain(api: TestClient, statement: str, parameters: Any) -> str:
    async def run() -> str:
        async with database(api).engine.connect() as connection:
            if dialect(api) == "postgresql":
                # It scans a small table even if there is an index.
                await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            keyword = "EXPLAIN QUERY PLAN" if dialect(api) == "sqlite" else "EXPLAIN"
            rows = await connection.exec_driver_sql(f"{keyword} {statement}", parameters)
            return "\n".join(str(tuple(row)) for row in rows)

    assert api.portal is not None
    return api.portal.call(run)
