"""A running project that can be restarted at the same address."""

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
def running_cell(subject: Subject, folder: Path, **settings: str) -> Iterator[ChatServer]:
    """Run a project, with its log and a new SQLite database in `folder`."""
    cells.skip_without_tools(subject.stack)
    facts = catalog.load().facts(subject.stack)
    cell = cells.shared(Subject(subject.stack, subject.project, "sqlite"))
    folder.mkdir(parents=True, exist_ok=True)
    environment = {
        "DATABASE_URL": f"sqlite:///{folder}/web.db",
        "SECRET_KEY": secrets.token_hex(32),
        **settings,
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
