"""A running task manager that can be restarted at the same address."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scaffolder.template import catalog
from tests.cells.chat_cell import ChatServer
from tests.pipelines.running import succeed
from tests.proofs import cells
from tests.proofs.subject import Subject


@contextmanager
def running_tasks(stack: str, folder: Path) -> Iterator[ChatServer]:
    """Run the task manager of a stack, with its log and a new SQLite database in `folder`."""
    cells.skip_without_tools(stack)
    facts = catalog.load().facts(stack)
    cell = cells.shared(Subject(stack, "task-manager", "sqlite"))
    folder.mkdir(parents=True, exist_ok=True)
    environment = {
        "DATABASE_URL": f"sqlite:///{folder}/tasks.db",
        "SECRET_KEY": secrets.token_hex(32),
        "DEMO": "true",
    }
    succeed(cell, "make migrate", **environment)
    server = ChatServer(
        cell, folder / "server.log", serve=facts["commands"]["serve"], environment=environment
    )
    server.start()
    try:
        yield server
    finally:
        if server.process is not None and server.process.poll() is None:
            server.stop()
