"""Records the statements of all threads, and their query plans."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.db.backends.utils import CursorWrapper
from starlette.testclient import TestClient


@contextmanager
def statements(_: TestClient) -> Iterator[list[tuple[str, Any]]]:
    seen: list[tuple[str, Any]] = []
    execute = CursorWrapper.execute

    def note(cursor: CursorWrapper, statement: str, parameters: Any = None) -> Any:
        # Django configures each new connection to MySQL.
        if not statement.startswith("SET "):
            seen.append((statement, parameters))
        return execute(cursor, statement, parameters)

    with patch.object(CursorWrapper, "execute", note):
        yield seen


# A full table scan, in the terms of each database.
SCAN = {
    "sqlite": re.compile(r"SCAN "),
    "postgresql": re.compile(r"Seq Scan"),
    "mysql": re.compile(r"'ALL'"),
}


def dialect(_: TestClient) -> str:
    return connection.vendor


def explain(_: TestClient, statement: str, parameters: Any) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # It scans a small table even if there is an index.
            cursor.execute("SET enable_seqscan = off")
        keyword = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        cursor.execute(f"{keyword} {statement}", parameters)
        return "\n".join(map(str, cursor.fetchall()))
